/**
 * The same functions without any optional package: what is not passed to `createArtifacts` is neither looked for nor
 * bundled.
 */
import type { ArtifactBackend } from '@mlflow-artifacts/repository'
import type { Artifacts } from './artifacts.ts'
import { type BoundOptions, bindArtifacts } from './bind-artifacts.ts'
import { checkBoundOptions } from './check/check-bound-options.ts'
import type { SharpFactory } from './sharp-image.ts'
import { sharpMissing } from './sharp-missing.ts'

/** What {@link createArtifacts} binds the functions to. The options of a call go before. */
export interface CreateArtifactsOptions extends BoundOptions {
  /** The module `sharp`, for `loadImage`. Default: none, and `loadImage` rejects. */
  readonly sharp?: SharpFactory | undefined
  /**
   * Asked once for each scheme, without a colon, that neither `backends` nor an installed package serves, so that a backend
   * is imported when it is needed; `undefined`: there is none. Default: nobody is asked.
   */
  readonly findBackend?: ((scheme: string) => Promise<ArtifactBackend | undefined>) | undefined
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
  const { sharp, findBackend, ...bound } = checkBoundOptions(options)
  return bindArtifacts(bound, {
    sharp: async () => {
      if (sharp === undefined) throw sharpMissing('Pass it: createArtifacts({ sharp }).')
      return sharp
    },
    backend: findBackend ?? (async () => undefined),
  })
}

export * from './types.ts'
