import { type ArtifactSource, MlflowError, redactUri } from 'mlflow-artifacts'
import type { SourceOptions } from './add-source-options.ts'

/**
 * What the command line asks for. That it names exactly one thing is the library's to check.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where there are two URIs
 */
export function sourceOf(argument: string | undefined, options: SourceOptions): ArtifactSource {
  const { artifactUri, runId, artifactPath } = options
  if (argument !== undefined && artifactUri !== undefined) {
    const [one, other] = [redactUri(argument), redactUri(artifactUri)]
    throw new MlflowError(`Two sources are given: ${one} and --artifact-uri ${other}`, {
      code: 'INVALID_PARAMETER_VALUE',
      hint: 'Give one of them.',
    })
  }
  return { artifactUri: argument ?? artifactUri, runId, artifactPath }
}
