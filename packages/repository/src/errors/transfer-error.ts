import type { ErrorCode } from './error-code.ts'
import { MlflowError } from './mlflow-error.ts'
import { printable } from './printable.ts'
import { truncateError } from './truncate-error.ts'

/** Several files could not be downloaded, or one of a tree. The files that could are in place. */
export class TransferError extends MlflowError {
  override readonly name: string = 'TransferError'
  /** What happened to each failed artifact, by its path, in the order of failing. */
  readonly failures: ReadonlyMap<string, unknown>

  constructor(uri: string, failures: ReadonlyMap<string, unknown>) {
    super(messageOf(uri, failures), {
      uri,
      code: sharedCode([...failures.values()]),
      hint: [...failures.values()].filter(MlflowError.isInstance).find(({ hint }) => hint !== undefined)
        ?.hint,
      retryable: [...failures.values()].some(
        (failure) => MlflowError.isInstance(failure) && failure.retryable,
      ),
      cause: failures.values().next().value,
    })
    this.failures = failures
  }
}

// The text of `ArtifactRepository.download_artifacts` (mlflow/store/artifact/artifact_repo.py).
function messageOf(uri: string, failures: ReadonlyMap<string, unknown>): string {
  const sections = [...failures].map(
    ([path, failure]) =>
      `##### File ${printable(path)} #####\n${failure instanceof Error ? failure.message : String(failure)}`,
  )
  return (
    `The following failures occurred while downloading one or more artifacts from ${uri}:\n` +
    truncateError(sections.join('\n'))
  )
}

// Python's rule: the one code that all failures share, ignoring INTERNAL_ERROR; otherwise INTERNAL_ERROR.
function sharedCode(failures: readonly unknown[]): ErrorCode {
  const codes = new Set(failures.filter(MlflowError.isInstance).map(({ code }) => code))
  codes.delete('INTERNAL_ERROR')
  const [code] = codes
  return codes.size === 1 && code !== undefined ? code : 'INTERNAL_ERROR'
}
