/** What names an artifact in Python's `mlflow.artifacts`. */
interface ArtifactArguments {
  artifact_uri?: string
  run_id?: string
  artifact_path?: string
  tracking_uri?: string
}

interface PythonFileInfo {
  path: string
  is_dir: boolean
  file_size: number | null
}

/** The functions of Python MLflow that tests call: argument names and results, as `python/worker.py` sends them. */
export interface PythonOperations {
  'mlflow.artifacts.download_artifacts': {
    arguments: ArtifactArguments & { dst_path?: string; registry_uri?: string }
    result: string
  }
  'mlflow.artifacts.list_artifacts': { arguments: ArtifactArguments; result: PythonFileInfo[] }
  'mlflow.artifacts.load_text': { arguments: { artifact_uri: string }; result: string }
  /** The value of `load_dict`, its special numbers as objects. */
  'worker.load_dict': { arguments: { artifact_uri: string }; result: unknown }
  'mlflow.artifacts.load_image': {
    arguments: { artifact_uri: string }
    result: { width: number; height: number; pixels: string }
  }
  'mlflow.set_tracking_uri': { arguments: { uri: string }; result: null }
  'mlflow.set_registry_uri': { arguments: { uri: string }; result: null }
  'mlflow.start_run': { arguments: { run_id: string }; result: unknown }
  'mlflow.end_run': { arguments: Record<string, never>; result: null }
  /** `python_model` is the path of a script that calls `mlflow.models.set_model`. */
  'mlflow.pyfunc.log_model': {
    arguments: { name: string; python_model: string; pip_requirements: string[] }
    result: { model_id: string; model_uri: string }
  }
  'client.create_experiment': { arguments: { name: string; artifact_location?: string }; result: string }
  'client.create_run': {
    arguments: { experiment_id: string }
    result: { info: { run_id: string; artifact_uri: string } }
  }
  'client.log_artifact': {
    arguments: { run_id: string; local_path: string; artifact_path?: string }
    result: null
  }
  'client.log_artifacts': {
    arguments: { run_id: string; local_dir: string; artifact_path?: string }
    result: null
  }
  'client.get_logged_model': { arguments: { model_id: string }; result: { artifact_location: string } }
  /** Logs into a store itself, past the server that serves it. */
  'worker.log_to_store': { arguments: { uri: string; local_dir: string }; result: null }
  'client.create_logged_model': {
    arguments: { experiment_id: string; name: string; source_run_id?: string }
    result: { model_id: string; name: string; artifact_location: string }
  }
  'client.log_model_artifacts': { arguments: { model_id: string; local_dir: string }; result: null }
  'client.create_registered_model': { arguments: { name: string }; result: unknown }
  'client.create_model_version': {
    arguments: { name: string; source: string; run_id?: string; model_id?: string }
    result: { version: number | string }
  }
  'client.transition_model_version_stage': {
    arguments: { name: string; version: string; stage: string }
    result: unknown
  }
  'client.set_registered_model_alias': {
    arguments: { name: string; alias: string; version: string }
    result: null
  }
}
