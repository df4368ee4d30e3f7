import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { posixJoin } from '@mlflow-artifacts/repository/python'
import { placeFile } from '@mlflow-artifacts/transfer'
import type { RegisteredModel } from '../resolve/location.ts'

/**
 * Notes in a downloaded model which registered version it is, as `ModelsArtifactRepository.download_artifacts` does;
 * only at the root of a model, which is where `MLmodel` stands.
 *
 * @param path - of the model in the directory of the download
 */
export async function writeRegisteredModelMeta(
  dstPath: string,
  path: string,
  { name, version }: RegisteredModel,
): Promise<void> {
  const directory = join(dstPath, path)
  // Not by a listing, which a directory may refuse.
  const isModel = await stat(join(directory, 'MLmodel')).then(
    () => true,
    () => false,
  )
  if (!isModel) return
  const { stringify } = await import('yaml')
  // YAML 1.1 and these quotes are PyYAML's, so that the file is Python's to the byte.
  const text = stringify(
    { model_name: name, model_version: version },
    { version: '1.1', singleQuote: true, lineWidth: 80 },
  )
  await placeFile({ dstPath, path: posixJoin(path, 'registered_model_meta'), bytes: Buffer.from(text) })
}
