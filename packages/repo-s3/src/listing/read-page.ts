import { unquote } from '@mlflow-artifacts/repository/python'
import { xmlElements } from './xml-elements.ts'

/** An object as a store lists it. */
export interface ListedObject {
  readonly key: string
  /** In bytes; `undefined` where the store does not say. */
  readonly size: number | undefined
}

/** One page of a listing, as the store sent it. */
export interface ListedPage {
  /** Prefixes up to the delimiter. */
  readonly prefixes: readonly string[]
  readonly objects: readonly ListedObject[]
  /** Asks for the next page; `''` where there is one that nothing asks for, `undefined` where this is the last. */
  readonly nextToken: string | undefined
}

/** What a document with a status of success says instead, in the words of S3. */
export interface ErrorInPage {
  readonly code: string
  readonly message: string
  readonly region: string | undefined
}

/**
 * Reads the answer to `ListObjectsV2`. Only what a listing needs is looked at: stores write dates, owners and storage
 * classes in ways of their own.
 *
 * @throws SyntaxError where it is none, or a part of one
 */
export function readPage(document: string): ListedPage | ErrorInPage {
  const root = new Map<string, string>()
  const objects: { key: string; size: string | undefined }[] = []
  const prefixes: string[] = []
  let object: Record<string, string> = {}
  let rootName: string | undefined
  for (const { path, text } of xmlElements(document)) {
    const [top, second = '', third = ''] = path
    rootName = top
    if (path.length === 2) root.set(second, text)
    assertKnownPlace(path)
    if (path.length === 3 && second === 'Contents') {
      if (third === 'Key' && object.Key !== undefined) throw new SyntaxError('An object has two keys')
      object[third] = text
    }
    if (path.length === 3 && second === 'CommonPrefixes' && third === 'Prefix') prefixes.push(text)
    if (path.length !== 2 || second !== 'Contents') continue
    if (object.Key === undefined) throw new SyntaxError('An object has no key')
    objects.push({ key: object.Key, size: object.Size })
    object = {}
  }
  if (rootName === 'Error') {
    const code = root.get('Code') ?? ''
    return { code, message: root.get('Message') || code, region: root.get('Region') }
  }
  if (rootName !== 'ListBucketResult') throw new SyntaxError(`It is a document about '${rootName}'`)
  const isEncoded = root.get('EncodingType')?.trim() === 'url'
  const name = (text: string): string => copyOf(isEncoded ? unquote(text.replaceAll('+', ' ')) : text)
  return {
    prefixes: prefixes.map(name),
    objects: objects.map(({ key, size }) => ({ key: name(key), size: byteCount(size) })),
    nextToken: nextToken(root.get('IsTruncated'), root.get('NextContinuationToken')),
  }
}

/** What is an entry by its name, but not where entries are, would be left out. */
function assertKnownPlace(path: readonly string[]): void {
  const name = path.at(-1) ?? ''
  if (!/^(?:contents|commonprefixes)$/i.test(name)) return
  const isKnown = path.length === 2 && (name === 'Contents' || name === 'CommonPrefixes')
  if (!isKnown) throw new SyntaxError(`It has '${path.join('/')}', where no entries are`)
}

/** `IsTruncated` decides, and where it is left out, whether there is a token. */
function nextToken(isTruncated: string | undefined, token: string | undefined): string | undefined {
  if (isTruncated === undefined) return token || undefined
  const said = isTruncated.trim().toLowerCase()
  if (!/^(?:true|false|1|0|)$/.test(said)) throw new SyntaxError('Whether it is truncated, it does not say')
  return said === 'true' || said === '1' ? (token ?? '') : undefined
}

function byteCount(text: string | undefined): number | undefined {
  const count = Number(text?.trim() || Number.NaN)
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined
}

/** A piece of the page would keep all of it in memory. */
function copyOf(name: string): string {
  return Buffer.from(name).toString()
}
