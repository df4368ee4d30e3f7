"""Prints how many children a directory has: mlflow_list.py URI"""

import json
import sys

import mlflow.artifacts

print(json.dumps({"listed": len(mlflow.artifacts.list_artifacts(artifact_uri=sys.argv[1]))}))
