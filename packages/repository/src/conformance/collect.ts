import { strictEqual } from 'node:assert'
import { MlflowError } from '../errors/mlflow-error.ts'
import type { FileInfo } from '../file-info.ts'

/** All entries of a listing. */
export async function collect(entries: AsyncIterable<FileInfo>): Promise<FileInfo[]> {
  const collected: FileInfo[] = []
  for await (const entry of entries) collected.push(entry)
  return collected
}

/** All bytes of a body. */
export async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.byteLength
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

/** All bytes of a body, read as UTF-8. */
export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  return new TextDecoder().decode(await bytesOf(body))
}

/** Asserts that a call fails with an error of this family and one of these codes. */
export async function assertRejects(call: Promise<unknown>, ...codes: readonly string[]): Promise<void> {
  let failure: unknown
  try {
    await call
  } catch (error) {
    failure = error
  }
  const code = MlflowError.isInstance(failure) ? failure.code : `not an MlflowError: ${failure}`
  strictEqual(codes.includes(code) ? code : `${code}`, codes.includes(code) ? code : codes.join(' or '))
}
