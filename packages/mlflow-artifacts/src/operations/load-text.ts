import { MlflowError } from '@mlflow-artifacts/repository'
import { pythonRepr } from '@mlflow-artifacts/repository/python'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { loadFile } from './load-file.ts'
import { nameOfSource } from './name-of-source.ts'

/** Python's `mlflow.artifacts.load_text`: strict UTF-8, every line ending as `\n`, a byte order mark kept. */
export async function loadText(source: ArtifactSource, settings: CallSettings): Promise<string> {
  const bytes = await loadFile(source, settings)
  if (bytes === undefined) {
    throw new MlflowError(`Artifact path refers to a directory, not a file: '${nameOfSource(source)}'`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri: nameOfSource(source),
    })
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.replace(/\r\n?/g, '\n')
  } catch (cause) {
    throw new MlflowError(
      `Artifact ${pythonRepr(nameOfSource(source))} is not valid UTF-8. To read a file in another encoding, download it ` +
        'with `mlflow.artifacts.download_artifacts` and open it with the correct `encoding`.',
      { code: 'BAD_REQUEST', uri: nameOfSource(source), cause },
    )
  }
}
