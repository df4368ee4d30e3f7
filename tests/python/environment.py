"""Makes calls of Python MLflow, each with environment variables of its own: one on each line of stdin, and what became of
it on a line of stdout.

A call is {"variables", "function" of mlflow.artifacts, "arguments"}; it becomes {"value"} or {"message"}.
"""

import json
import os
import sys

answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

import mlflow.artifacts  # noqa: E402


def call(request):
    before = dict(os.environ)
    os.environ.update(request["variables"])
    try:
        value = getattr(mlflow.artifacts, request["function"])(**request["arguments"])
        return {"value": value if isinstance(value, str) else [dict(info) for info in value]}
    except Exception as error:
        return {"message": str(error)}
    finally:
        os.environ.clear()
        os.environ.update(before)


for line in sys.stdin:
    answers.write(json.dumps(call(json.loads(line))) + "\n")
    answers.flush()
