/** The packages of backends that the command finds by themselves, by the scheme that they serve. */
export const KNOWN_PACKAGES: ReadonlyMap<string, { readonly name: string; readonly factory: string }> =
  new Map([
    ['s3', { name: '@mlflow-artifacts/repo-s3', factory: 's3' }],
    ['gs', { name: '@mlflow-artifacts/repo-gcs', factory: 'gcs' }],
  ])
