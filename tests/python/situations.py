"""Makes calls of Python MLflow, each as a process of its own would: no client, session or credentials of the call before
are left.

One request is one line of JSON on stdin, {"variables" (all of them), "function" of mlflow.artifacts, "arguments"}; its
answer is one line on stdout, {"value"} or {"message"}.
"""

import json
import os
import sys

answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

import boto3  # noqa: E402
import botocore.credentials  # noqa: E402
import botocore.tokens  # noqa: E402
import mlflow.artifacts  # noqa: E402
from mlflow.store.artifact import s3_artifact_repo  # noqa: E402


def call(request):
    os.environ.clear()
    os.environ.update(request["variables"])
    boto3.DEFAULT_SESSION = None
    # Both were looked up when the modules were imported.
    logins = os.path.expanduser(os.path.join("~", ".aws", "sso", "cache"))
    botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = logins
    botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = logins
    s3_artifact_repo._cached_get_s3_client.cache_clear()
    try:
        value = getattr(mlflow.artifacts, request["function"])(**request["arguments"])
        return {"value": value if isinstance(value, str) else [info.path for info in value]}
    except Exception as error:
        return {"message": str(error)}


for line in sys.stdin:
    answers.write(json.dumps(call(json.loads(line))) + "\n")
    answers.flush()
