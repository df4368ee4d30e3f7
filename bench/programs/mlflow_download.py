"""mlflow_download.py URI DESTINATION"""

import sys

import mlflow.artifacts

mlflow.artifacts.download_artifacts(artifact_uri=sys.argv[1], dst_path=sys.argv[2])
