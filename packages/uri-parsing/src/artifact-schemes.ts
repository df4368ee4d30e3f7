/**
 * The schemes for which MLflow 3.17.2 has an artifact repository, in the order in which its message about an unknown
 * one lists them (mlflow/store/artifact/artifact_repository_registry.py). `''` is a path.
 */
export const ARTIFACT_SCHEMES: readonly string[] = [
  '',
  'file',
  's3',
  'r2',
  'b2',
  'gs',
  'wasbs',
  'ftp',
  'sftp',
  'dbfs',
  'hdfs',
  'viewfs',
  'runs',
  'models',
  'http',
  'https',
  'mlflow-artifacts',
  'abfss',
]
