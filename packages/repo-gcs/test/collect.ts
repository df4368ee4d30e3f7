import type { ArtifactContent, FileInfo } from '@mlflow-artifacts/repository'

/** All of a content, as text. */
export async function textOf({ body }: ArtifactContent): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** The paths of a listing, those of directories with a slash behind them. */
export async function pathsOf(entries: AsyncIterable<FileInfo>): Promise<string[]> {
  const paths: string[] = []
  for await (const { path, isDir } of entries) paths.push(isDir ? `${path}/` : path)
  return paths
}
