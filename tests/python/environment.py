"""Makes calls of Python MLflow, each with environment variables of its own: a JSON list of them on stdin, of what became
of them on stdout.

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


answers.write(json.dumps([call(request) for request in json.load(sys.stdin)]))
answers.close()
