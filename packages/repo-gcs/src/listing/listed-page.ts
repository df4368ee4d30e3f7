import type { HttpResponse } from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'
import { isGzip } from '../content/is-gzip.ts'
import { notGoogle } from '../not-google.ts'
import { isObject, type JsonObject, parseAnswer } from './parse-answer.ts'

/** One object of a listing. */
export interface ListedObject {
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
/** What {@link listedPage} needs of a page. Google says of each answer what `kind` it is. */
export const PAGE_FIELDS: string = `kind,items(${OBJECT_FIELDS}),prefixes,nextPageToken`
const MEMBERS: ReadonlySet<string> = new Set(['kind', 'items', 'prefixes', 'nextPageToken'])

/** @throws MlflowError where the answer is no listing, or a part of it is not what it has to be: nothing is left out */
export async function listedPage(response: HttpResponse): Promise<ListedPage> {
  const { prefixes, items, nextPageToken: token } = await parseAnswer(response, isPage)
  function check<Value extends JsonValue>(
    value: JsonValue | undefined,
    is: (value: JsonValue) => value is Value,
  ) {
    if (value === undefined || !is(value)) throw notGoogle(response)
    return value
  }
  return {
    prefixes: check(prefixes ?? [], Array.isArray).map((prefix) => check(prefix, isText)),
    objects: check(items ?? [], Array.isArray).map((item) => {
      const object = check(item, isObject)
      return { name: check(object.name, isText), size: writtenSize(object) }
    }),
    nextPageToken: typeof token === 'number' ? String(token) : check(token ?? '', isString) || undefined,
  }
}

/** The size that an object will have on the disk; `undefined` where only its gzip form has one. */
export function writtenSize({ size, contentEncoding }: JsonObject): number | undefined {
  const bytes = /^\d+$/.test(String(size)) ? Number(size) : undefined
  return !isGzip(contentEncoding) && Number.isSafeInteger(bytes) ? bytes : undefined
}

/** An emulator may say nothing of an empty page. */
function isPage(answer: JsonObject): boolean {
  const names = Object.keys(answer)
  return names.length === 0 || names.some((name) => MEMBERS.has(name))
}

function isString(value: JsonValue): value is string {
  return typeof value === 'string'
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string' && value !== ''
}
