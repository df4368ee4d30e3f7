import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RegisteredModel } from '../resolve/location.ts'

/**
 * Notes in a downloaded model which registered version it is, as `ModelsArtifactRepository.download_artifacts` does;
 * only at the root of a model, which is where `MLmodel` stands.
 */
export async function writeRegisteredModelMeta(
  path: string,
  { name, version }: RegisteredModel,
): Promise<void> {
  const isModel = (await stat(path)).isDirectory() && (await readdir(path)).includes('MLmodel')
  if (!isModel) return
  const { stringify } = await import('yaml')
  // YAML 1.1 and these quotes are PyYAML's, so that the file is Python's to the byte.
  const text = stringify(
    { model_name: name, model_version: version },
    { version: '1.1', singleQuote: true, lineWidth: 80 },
  )
  await writeFile(join(path, 'registered_model_meta'), text)
}
