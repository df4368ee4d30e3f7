import { MlflowError } from '@mlflow-artifacts/repository'

/** The error of an artifact that cannot be held in memory as a whole. */
export function tooLarge(what: string, uri: string, cause?: unknown): MlflowError {
  return new MlflowError(`The artifact is too large to be loaded. ${what}`, {
    code: 'MAX_READ_SIZE_EXCEEDED',
    uri,
    hint:
      'Use openArtifact to read it as a stream, or downloadArtifacts; or start Node with a larger --max-old-space-size, ' +
      'where it is the memory that does not suffice.',
    cause,
  })
}
