import type { HttpResponse } from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'
import { isObject, type JsonObject, parseAnswer } from './parse-answer.ts'

/** One object of a listing. */
interface ListedObject {
  readonly name: string
  /** In bytes, as it will be written; `undefined` for an object that is stored as gzip and decoded. */
  readonly size: number | undefined
}

/** One page of a bucket's listing. */
export interface ListedPage {
  /** The directories directly below what was listed, with a slash at the end; none in a flat listing. */
  readonly prefixes: readonly string[]
  readonly objects: readonly ListedObject[]
  /** Asks for the next page; `undefined`: this is the last. */
  readonly nextPageToken: string | undefined
}

/** What {@link listedPage} needs of each object. */
export const OBJECT_FIELDS = 'name,size,contentEncoding'

export async function listedPage(response: HttpResponse): Promise<ListedPage> {
  const { prefixes, items, nextPageToken } = await parseAnswer(response)
  return {
    prefixes: arrayOf(prefixes).filter((prefix) => typeof prefix === 'string'),
    objects: arrayOf(items).flatMap((item) => {
      const object = isObject(item) ? item : {}
      return typeof object.name === 'string' ? [{ name: object.name, size: writtenSize(object) }] : []
    }),
    nextPageToken: typeof nextPageToken === 'string' && nextPageToken !== '' ? nextPageToken : undefined,
  }
}

/** The size that an object will have on the disk; `undefined` where only its gzip form has one. */
export function writtenSize({ size, contentEncoding }: JsonObject): number | undefined {
  const bytes = typeof size === 'string' || typeof size === 'number' ? Number(size) : undefined
  return contentEncoding !== 'gzip' && Number.isSafeInteger(bytes) ? bytes : undefined
}

function arrayOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}
