import type { ArtifactContent, FileInfo } from '@mlflow-artifacts/repository'

/** All of a content, as text. */
export async function textOf(content: Promise<ArtifactContent>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of (await content).body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** The paths of a listing. */
export async function pathsOf(entries: AsyncIterable<FileInfo>): Promise<string[]> {
  const paths: string[] = []
  for await (const { path } of entries) paths.push(path)
  return paths
}
