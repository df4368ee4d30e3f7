import type { Artifacts } from './artifacts.ts'
import { bindArtifacts } from './bind-artifacts.ts'
import { checkBoundOptions } from './check/check-bound-options.ts'
import type { CreateArtifactsOptions } from './compose.ts'
import { importBackend, importOrFind, importSharp } from './optional-packages.ts'

const artifacts: Artifacts = bindArtifacts({}, { sharp: importSharp, backend: importBackend })

/** Downloads a file or a directory; see {@link Artifacts.downloadArtifacts}. */
export const downloadArtifacts: Artifacts['downloadArtifacts'] = artifacts.downloadArtifacts
/** The direct children of a directory; see {@link Artifacts.listArtifacts}. */
export const listArtifacts: Artifacts['listArtifacts'] = artifacts.listArtifacts
/** The text of a file; see {@link Artifacts.loadText}. */
export const loadText: Artifacts['loadText'] = artifacts.loadText
/** The value of a JSON file; see {@link Artifacts.loadDict}. */
export const loadDict: Artifacts['loadDict'] = artifacts.loadDict
/** An image, decoded by `sharp`; see {@link Artifacts.loadImage}. */
export const loadImage: Artifacts['loadImage'] = artifacts.loadImage
/** Everything below a directory; see {@link Artifacts.walkArtifacts}. */
export const walkArtifacts: Artifacts['walkArtifacts'] = artifacts.walkArtifacts
/** What stands at a source; see {@link Artifacts.statArtifact}. */
export const statArtifact: Artifacts['statArtifact'] = artifacts.statArtifact
/** A file as a stream, whole or a range; see {@link Artifacts.openArtifact}. */
export const openArtifact: Artifacts['openArtifact'] = artifacts.openArtifact
/** The way from a source to its store; see {@link Artifacts.resolveArtifact}. */
export const resolveArtifact: Artifacts['resolveArtifact'] = artifacts.resolveArtifact

/**
 * The functions, bound to options; what is not passed is found among the installed packages. To bundle only what is
 * passed, import the function of this name from `mlflow-artifacts/compose`.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for an option that cannot have its value
 */
export function createArtifacts(options: CreateArtifactsOptions = {}): Artifacts {
  const { sharp, findBackend, ...bound } = checkBoundOptions(options)
  return bindArtifacts(bound, {
    sharp: sharp === undefined ? importSharp : () => Promise.resolve(sharp),
    backend: findBackend === undefined ? importBackend : (scheme) => importOrFind(scheme, findBackend),
  })
}

export { printable, redactUri } from '@mlflow-artifacts/repository'
export type { CreateArtifactsOptions } from './compose.ts'
export * from './types.ts'
