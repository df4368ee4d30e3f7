import { MlflowError } from '@mlflow-artifacts/repository'
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
 * @throws MlflowError `INVALID_STATE` where the store names a page a second time; and what the store refuses
 */
export async function* listObjects(
  store: S3Store,
  { prefix, delimiter, signal }: Listing,
): AsyncGenerator<ObjectPage> {
  const tokens = new Set<string>()
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
    yield {
      prefixes: (page.CommonPrefixes ?? []).map(({ Prefix }) => name(Prefix)),
      objects: (page.Contents ?? []).map(({ Key, Size }) => ({ key: name(Key), size: Size ?? 0 })),
    }
    token = page.IsTruncated === true ? (page.NextContinuationToken ?? '') : undefined
    if (token !== undefined && (token === '' || tokens.has(token))) {
      throw new MlflowError(`The listing of '${prefix}' in the bucket '${store.bucket}' has no end`, {
        code: 'INVALID_STATE',
        hint: 'The store names the same page again: report it to its operator.',
      })
    }
    if (token !== undefined) tokens.add(token)
  } while (token !== undefined)
}

/** The parser's names are pieces of the page, and each would keep all of it in memory. */
function copyOf(name: string): string {
  return Buffer.from(name).toString()
}
