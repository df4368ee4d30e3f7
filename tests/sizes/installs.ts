const FACADE = 'mlflow-artifacts'
const S3 = '@mlflow-artifacts/repo-s3'
const GCS = '@mlflow-artifacts/repo-gcs'

/** What people install, each into a folder of its own. */
export const INSTALLS: readonly (readonly string[])[] = [
  [FACADE],
  [FACADE, S3],
  [FACADE, GCS],
  [FACADE, S3, GCS],
  ['@mlflow-artifacts/tracking-client'],
  ['@mlflow-artifacts/uri-parsing'],
]
