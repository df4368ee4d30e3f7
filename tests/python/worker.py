"""Runs MLflow's own functions for the TypeScript tests.

One request is one line of JSON on stdin, {"operation", "arguments"}; its answer is one line on stdout, {"value"} or
{"error": {"type", "code", "message"}}. An operation is the full name of a function, or `client.<method>`.
"""

import json
import os
import pkgutil
import sys

# Anything that MLflow prints goes to stderr: stdout carries answers only.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

import mlflow  # noqa: E402
from mlflow.entities._mlflow_object import _MlflowObject  # noqa: E402
from mlflow.models.model import ModelInfo  # noqa: E402
from PIL import Image  # noqa: E402


def run(operation, arguments):
    if operation.startswith("client."):
        return getattr(mlflow.MlflowClient(), operation.removeprefix("client."))(**arguments)
    return pkgutil.resolve_name(operation)(**arguments)


def encode(value):
    if isinstance(value, _MlflowObject):
        return dict(value)
    if isinstance(value, ModelInfo):
        return {"model_id": value.model_id, "model_uri": value.model_uri}
    if isinstance(value, Image.Image):
        return {"width": value.width, "height": value.height}
    raise TypeError(f"worker.py has no JSON form of {type(value)}")


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = json.dumps({"value": run(request["operation"], request["arguments"])}, default=encode, allow_nan=False)
    except Exception as error:
        code = getattr(error, "error_code", None)
        answer = json.dumps({"error": {"type": type(error).__name__, "code": code, "message": str(error)}})
    answers.write(answer + "\n")
    answers.flush()
