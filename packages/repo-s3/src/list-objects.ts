import { PageGuard } from '@mlflow-artifacts/http-client'
import { unquote } from '@mlflow-artifacts/repository/python'
import type { S3Store } from './s3-store.ts'

/** One page of a listing. */
export interface ObjectPage {
  /** Prefixes up to the delimiter. */
  readonly prefixes: readonly string[]
  readonly objects: readonly { readonly key: string; readonly size: number }[]
}

/** What is listed. */
export interface Listing {
  readonly prefix: string
  readonly delimiter?: '/'
  readonly signal: AbortSignal | undefined
}

/**
 * The pages of a listing, each asked for when the one before it has been used.
 *
 * @throws MlflowError `INVALID_STATE` where the pages have no end; and what the store refuses
 */
export async function* listObjects(
  store: S3Store,
  { prefix, delimiter, signal }: Listing,
): AsyncGenerator<ObjectPage> {
  const guard = new PageGuard(
    `The listing of '${prefix}' in the bucket '${store.bucket}'`,
    `s3://${store.bucket}`,
  )
  let lastPrefix: string | undefined
  let token: string | undefined
  do {
    const page = await store.listPage(
      {
        Prefix: prefix,
        ...(delimiter !== undefined && { Delimiter: delimiter }),
        ...(token !== undefined && { ContinuationToken: token }),
      },
      signal,
    )
    const name = (text = ''): string =>
      copyOf(page.EncodingType === 'url' ? unquote(text.replaceAll('+', ' ')) : text)
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix }) => name(Prefix))
    const objects = (page.Contents ?? []).map(({ Key, Size }) => ({ key: name(Key), size: Size ?? 0 }))
    token = page.IsTruncated === true ? (page.NextContinuationToken ?? '') : undefined
    // Some stores tell a prefix again where its keys go on behind a page.
    const newPrefix = prefixes.find((prefix) => prefix !== lastPrefix)
    guard.check({ firstEntry: objects[0]?.key ?? newPrefix, nextToken: token })
    lastPrefix = prefixes.at(-1) ?? lastPrefix
    yield { prefixes, objects }
  } while (token !== undefined)
}

/** The parser's names are pieces of the page, and each would keep all of it in memory. */
function copyOf(name: string): string {
  return Buffer.from(name).toString()
}
