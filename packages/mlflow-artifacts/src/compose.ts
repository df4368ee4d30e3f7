/**
 * The same functions without any optional package: what is not passed to `createArtifacts` is neither looked for nor
 * bundled.
 */
import type { Artifacts } from './artifacts.ts'
import { type BoundOptions, bindArtifacts } from './bind-artifacts.ts'
import { checkBoundOptions } from './check/check-bound-options.ts'
import type { SharpFactory } from './sharp-image.ts'
import { sharpMissing } from './sharp-missing.ts'

/** What {@link createArtifacts} binds the functions to. The options of a call go before. */
export interface CreateArtifactsOptions extends BoundOptions {
  /** The module `sharp`, for `loadImage`. Default: none, and `loadImage` rejects. */
  readonly sharp?: SharpFactory | undefined
}

/**
 * The functions of this package, bound to backends, URIs and an HTTP client.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for an option that cannot have its value
 *
 * @example
 * const artifacts = createArtifacts({ trackingUri: 'sqlite:///mlflow.db', backends: [myBackend] })
 * const path = await artifacts.downloadArtifacts('models:/churn@champion')
 */
export function createArtifacts(options: CreateArtifactsOptions = {}): Artifacts {
  const { sharp, ...bound } = checkBoundOptions(options)
  return bindArtifacts(bound, {
    sharp: async () => {
      if (sharp === undefined) throw sharpMissing('Pass it: createArtifacts({ sharp }).')
      return sharp
    },
    backend: async () => undefined,
  })
}

export * from './types.ts'
