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
 * The backend that a package has for a scheme; `undefined` where none is known, or none is looked for.
 *
 * @throws Error where one is known, and not installed
 */
export type FindBackend = (scheme: string) => Promise<ArtifactBackend | undefined>

/**
 * The backend for a root URI: the first that serves its scheme, or an installed package's.
 *
 * @param typedUri - what the user gave, where it led to the root URI through a run or a model
 * @throws BackendNotRegisteredError that names the package to install, where there is one
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for what is no backend
 */
export async function backendFor(
  rootUri: string,
  typedUri: string | undefined,
  { backends, findBackend }: { backends: readonly ArtifactBackend[]; findBackend: FindBackend },
): Promise<ArtifactBackend> {
  for (const backend of backends) checkBackend(backend)
  const scheme = getUriScheme(rootUri)
  const backend = backends.find(({ schemes }) => schemes.includes(scheme))
  if (backend !== undefined) return backend
  let installed: ArtifactBackend | undefined
  let cause: unknown
  try {
    installed = await findBackend(scheme)
  } catch (error) {
    cause = error
  }
  if (installed !== undefined) {
    checkBackend(installed)
    return installed
  }
  const registeredSchemes = [...new Set(backends.flatMap(({ schemes }) => schemes))]
  const registered = `Currently registered schemes are: [${registeredSchemes.map(pythonRepr).join(', ')}]`
  const typed = typedUri === undefined ? '' : ` (which ${typedUri} led to)`
  throw new BackendNotRegisteredError(
    `Could not find a registered artifact repository for: ${redactUri(rootUri)}${typed}. ${registered}`,
    {
      scheme,
      registeredSchemes,
      uri: redactUri(rootUri),
      hint: hintFor(scheme, cause),
      ...(cause !== undefined && { cause }),
    },
  )
}

/** @param cause - why the package could not be imported. `undefined`: nobody tried to */
function hintFor(scheme: string, cause: unknown): string {
  const packageName = PACKAGES.get(scheme)
  if (packageName === undefined) return `Pass a backend for '${scheme}:' in the option backends.`
  if (cause !== undefined && !isNotInstalled(cause, packageName))
    return `${packageName} is installed, but it cannot be loaded: install it again, in the version of mlflow-artifacts.`
  const install = `Install ${packageName}: npm install ${packageName}`
  return cause !== undefined ? install : `${install}. Then pass its backend in the option backends.`
}

/** Whether it is the package itself that Node does not find, and not one that it needs. */
function isNotInstalled(error: unknown, packageName: string): boolean {
  if (!(error instanceof Error)) return false
  const isNotFound = 'code' in error && /MODULE_NOT_FOUND$/.test(String(error.code))
  return (
    (isNotFound && error.message.includes(`'${packageName}'`)) || isNotInstalled(error.cause, packageName)
  )
}
