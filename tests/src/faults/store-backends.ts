import { gcs } from '@mlflow-artifacts/repo-gcs'
import { s3 } from '@mlflow-artifacts/repo-s3'
import type { ArtifactBackend } from '@mlflow-artifacts/repository'

/** The backends of stores that the trials read. */
export function storeBackends(): ArtifactBackend[] {
  return [s3(), gcs()]
}

/** What whoever reads those stores, which a server at this origin stands for, has to be told. */
export function storeVariables(origin: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: 'us-east-1',
    MLFLOW_S3_ENDPOINT_URL: `${origin}/s3`,
    STORAGE_EMULATOR_HOST: origin,
  }
}
