import { inspect } from 'node:util'
import {
  type ArtifactContent,
  type ArtifactRepository,
  type FileInfo,
  MlflowError,
} from '@mlflow-artifacts/repository'
import { expect } from 'vitest'
import { SECRET } from './start-store.ts'

/** The paths of a listing; directories end with a slash. */
export async function pathsOf(entries: AsyncIterable<FileInfo>): Promise<string[]> {
  const paths: string[] = []
  for await (const { path, isDir } of entries) paths.push(isDir ? `${path}/` : path)
  return paths
}

/** Everything below a directory. */
export function flatListing(repository: ArtifactRepository, path = ''): AsyncIterable<FileInfo> {
  if (repository.walk === undefined) throw new Error('It has no flat listing')
  return repository.walk(path)
}

/** The paths of everything below a directory. */
export function walked(repository: ArtifactRepository, path = ''): Promise<string[]> {
  return pathsOf(flatListing(repository, path))
}

/** All of a content, as text. */
export async function textOf(content: Promise<ArtifactContent>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of (await content).body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** The error with which a call fails, once it is sure that nothing in it shows a secret. */
export async function failureOf(call: Promise<unknown>): Promise<MlflowError> {
  const error = await call.then(
    (value) => new Error(`succeeded: ${inspect(value)}`),
    (reason: unknown) => reason,
  )
  if (!MlflowError.isInstance(error)) throw error
  const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null })
  expect(shown).not.toContain(SECRET)
  expect(shown).not.toMatch(/AWS4-HMAC-SHA256|x-amz-security-token/i)
  return error
}
