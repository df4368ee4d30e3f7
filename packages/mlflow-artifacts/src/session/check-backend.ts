import { type ArtifactBackend, MlflowError } from '@mlflow-artifacts/repository'

const SCHEME = /^([a-z][a-z\d+.-]*)?$/

/**
 * Refuses what is no backend of this contract, which callers without TypeScript can pass: one of a later version, the
 * function that makes one, schemes with a colon.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function checkBackend(backend: ArtifactBackend): void {
  const { name, schemes }: Partial<ArtifactBackend> = backend
  const version: unknown = backend.specificationVersion
  if (version !== 'v1') {
    throw new MlflowError(
      `The backend ${name} has the specificationVersion ${version}, and only v1 is known here`,
      {
        code: 'INVALID_PARAMETER_VALUE',
        hint:
          typeof backend === 'function'
            ? `It is a function: pass what it returns, ${name}().`
            : 'Install versions of mlflow-artifacts and of the backend that go together.',
      },
    )
  }
  const isList = Array.isArray(schemes)
  const wrong: unknown = isList ? schemes.find((scheme) => !SCHEME.test(scheme)) : schemes
  if (!isList || wrong !== undefined) {
    throw new MlflowError(`The backend ${name} serves the scheme '${wrong}', which no URI can have`, {
      code: 'INVALID_PARAMETER_VALUE',
      hint: "A scheme is in lower case and without a colon: 's3'.",
    })
  }
}
