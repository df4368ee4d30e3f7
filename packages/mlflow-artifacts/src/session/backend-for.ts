import { type ArtifactBackend, BackendNotRegisteredError } from '@mlflow-artifacts/repository'
import { pythonRepr } from '@mlflow-artifacts/repository/python'
import { getUriScheme, redactUri } from '@mlflow-artifacts/uri-parsing'
import { checkBackend } from './check-backend.ts'

/** The packages that serve the schemes which are not built in. */
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ['s3', '@mlflow-artifacts/repo-s3'],
  ['gs', '@mlflow-artifacts/repo-gcs'],
])

/**
 * The backend for a root URI: the first that serves its scheme.
 *
 * @param typedUri - what the user gave, where it led to the root URI through a run or a model
 * @throws BackendNotRegisteredError that names the package to install, where there is one
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for what is no backend
 */
export function backendFor(
  rootUri: string,
  typedUri: string | undefined,
  backends: readonly ArtifactBackend[],
): ArtifactBackend {
  for (const backend of backends) checkBackend(backend)
  const scheme = getUriScheme(rootUri)
  const backend = backends.find(({ schemes }) => schemes.includes(scheme))
  if (backend !== undefined) return backend
  const registeredSchemes = [...new Set(backends.flatMap(({ schemes }) => schemes))]
  const registered = `Currently registered schemes are: [${registeredSchemes.map(pythonRepr).join(', ')}]`
  const packageName = PACKAGES.get(scheme)
  const typed = typedUri === undefined ? '' : ` (which ${typedUri} led to)`
  throw new BackendNotRegisteredError(
    `Could not find a registered artifact repository for: ${redactUri(rootUri)}${typed}. ${registered}`,
    {
      scheme,
      registeredSchemes,
      uri: redactUri(rootUri),
      hint:
        packageName === undefined
          ? `Pass a backend for '${scheme}:' in the option backends.`
          : `Install ${packageName}: npm install ${packageName}`,
    },
  )
}
