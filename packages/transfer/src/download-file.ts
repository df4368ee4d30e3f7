import { type ArtifactRepository, type FileInfo, IntegrityError } from '@mlflow-artifacts/repository'
import { discard } from './discard.ts'
import type { ProgressMeter } from './progress-meter.ts'
import { writeFile } from './write-file.ts'

/** Downloads one file to its final name, and checks its size against everything that the store said of it. */
export async function downloadFile(
  repository: ArtifactRepository,
  file: FileInfo,
  target: string,
  meter: ProgressMeter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const content = await repository.open(file.path, { signal })
  const listedSize = file.fileSize
  if (listedSize !== undefined && content.size !== undefined && listedSize !== content.size) {
    await discard(content.body)
    throw new IntegrityError(`The store listed ${listedSize} bytes, but serves ${content.size}`, {
      uri: `${repository.uri}/${file.path}`,
      retryable: true,
    })
  }
  const expectedSize = content.size ?? listedSize
  const size = await writeFile(target, content.body, expectedSize, (bytes, total) =>
    meter.wrote(file, bytes, total),
  )
  meter.finished(file, size, expectedSize === undefined ? 'none' : 'size')
}
