import { Readable } from 'node:stream'
import type { ArtifactContent } from '@mlflow-artifacts/repository'

/** An artifact, or a range of one, that holds nothing. */
export function emptyContent(content: Partial<ArtifactContent> = {}): ArtifactContent {
  return {
    body: Readable.from([]),
    size: 0,
    range: undefined,
    validator: undefined,
    checksums: [],
    contentType: undefined,
    ...content,
  }
}
