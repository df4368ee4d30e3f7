import { type ArtifactBackend, BackendNotRegisteredError } from '@mlflow-artifacts/repository'
import { pythonRepr } from '@mlflow-artifacts/repository/python'
import { getUriScheme, redactUri } from '@mlflow-artifacts/uri-parsing'

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
 */
export async function backendFor(
  rootUri: string,
  typedUri: string | undefined,
  { backends, findBackend }: { backends: readonly ArtifactBackend[]; findBackend: FindBackend },
): Promise<ArtifactBackend> {
  const scheme = getUriScheme(rootUri)
  const backend = backends.find(({ schemes }) => schemes.includes(scheme))
  if (backend !== undefined) return backend
  let cause: unknown
  try {
    const installed = await findBackend(scheme)
    if (installed !== undefined) return installed
  } catch (error) {
    cause = error
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
      hint: hintFor(scheme, cause !== undefined),
      ...(cause !== undefined && { cause }),
    },
  )
}

/** @param isLookedFor - whether the package only has to be there */
function hintFor(scheme: string, isLookedFor: boolean): string {
  const packageName = PACKAGES.get(scheme)
  if (packageName === undefined) return `Pass a backend for '${scheme}:' in the option backends.`
  const install = `Install ${packageName}: npm install ${packageName}`
  return isLookedFor ? install : `${install}. Then pass its backend in the option backends.`
}
