"""Runs MLflow's own functions for the TypeScript tests.

One request is one line of JSON on stdin, {"operation", "arguments"}; its answer is one line on stdout, {"value"} or
{"error": {"type", "code", "message"}}. An operation is the full name of a function, `client.<method>`, or
`worker.<function>` for one that stands here.
"""

import hashlib
import json
import math
import os
import pkgutil
import sys

# Anything that MLflow prints goes to stderr: stdout carries answers only.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

import mlflow  # noqa: E402
from mlflow.entities._mlflow_object import _MlflowObject  # noqa: E402
from mlflow.models.model import ModelInfo  # noqa: E402
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository  # noqa: E402
from PIL import Image  # noqa: E402


def log_to_store(uri, local_dir):
    """Logs into a store itself, past the server that serves it."""
    get_artifact_repository(uri).log_artifacts(local_dir)


def load_dict(artifact_uri):
    return portable(mlflow.artifacts.load_dict(artifact_uri))


def portable(value):
    """A value of Python's json in a form that is the same in every JSON."""
    if isinstance(value, dict):
        return {key: portable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [portable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": str(value)}
    if isinstance(value, int) and abs(value) >= 2**53:
        return {"number": str(value)}
    return value


OWN = {"log_to_store": log_to_store, "load_dict": load_dict}


def run(operation, arguments):
    if operation.startswith("worker."):
        return OWN[operation.removeprefix("worker.")](**arguments)
    if operation.startswith("client."):
        return getattr(mlflow.MlflowClient(), operation.removeprefix("client."))(**arguments)
    return pkgutil.resolve_name(operation)(**arguments)


def encode(value):
    if isinstance(value, _MlflowObject):
        return dict(value)
    if isinstance(value, ModelInfo):
        return {"model_id": value.model_id, "model_uri": value.model_uri}
    if isinstance(value, Image.Image):
        pixels = hashlib.sha256(value.convert("RGBA").tobytes()).hexdigest()
        return {"width": value.width, "height": value.height, "pixels": pixels}
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
