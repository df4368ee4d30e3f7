import { constants, isAscii } from 'node:buffer'
import { heapLeft } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'
import { pythonRepr } from '@mlflow-artifacts/repository/python'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { loadFile } from './load-file.ts'
import { nameOfSource } from './name-of-source.ts'
import { tooLarge } from './too-large.ts'
import { withLineFeeds } from './with-line-feeds.ts'

/**
 * Python's `mlflow.artifacts.load_text`: strict UTF-8, every line ending as `\n`, a byte order mark kept. What has more
 * bytes than a string can have characters, or than there is memory for, is refused before it is fetched.
 */
export async function loadText(source: ArtifactSource, settings: CallSettings): Promise<string> {
  const uri = nameOfSource(source)
  const maximumBytes = Math.min(constants.MAX_STRING_LENGTH, Math.floor(heapLeft()))
  const bytes = await loadFile(source, maximumBytes, settings)
  if (bytes === undefined) {
    throw new MlflowError(`Artifact path refers to a directory, not a file: '${uri}'`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri,
    })
  }
  // Each character takes two bytes where one of them does not fit into one.
  if (!isAscii(bytes) && 2 * bytes.byteLength > heapLeft())
    throw tooLarge('There is not enough memory for its text.', uri)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(withLineFeeds(bytes))
  } catch (cause) {
    throw new MlflowError(
      `Artifact ${pythonRepr(uri)} is not valid UTF-8. To read a file in another encoding, download it ` +
        'with `mlflow.artifacts.download_artifacts` and open it with the correct `encoding`.',
      {
        code: 'BAD_REQUEST',
        uri,
        hint: 'Read its bytes by openArtifact, or get the file by downloadArtifacts, and decode them by a TextDecoder of its encoding.',
        cause,
      },
    )
  }
}
