import { type ArtifactContent, IntegrityError } from '@mlflow-artifacts/repository'
import type { FileOrigin } from './file-transfer.ts'
import { ContentChanged } from './part/open-range.ts'
import { stat } from './stat.ts'

/** The size that listing and answer agree on. A listing may be older than the artifact: it is asked once more. */
export async function agreedSize(
  { repository, info, uri, signal }: FileOrigin,
  content: ArtifactContent,
): Promise<number | undefined> {
  const listed = info.fileSize
  if (listed === undefined || content.size === undefined || listed === content.size)
    return content.size ?? listed
  const now = await stat(repository, info.path, { signal })
  if (now?.fileSize === content.size) return content.size
  if (now?.fileSize !== listed) throw new ContentChanged()
  throw new IntegrityError(`The store lists ${now?.fileSize ?? listed} bytes, but serves ${content.size}`, {
    uri,
    retryable: true,
  })
}
