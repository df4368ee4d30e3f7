import { PageGuard } from '@mlflow-artifacts/http-client'
import type { S3Store } from '../s3-store.ts'
import type { ListedPage } from './read-page.ts'

/** What is listed. */
export interface Listing {
  readonly prefix: string
  readonly delimiter?: '/'
  readonly signal: AbortSignal | undefined
}

/**
 * The pages of a listing, each asked for when the one before it has been used. What a page tells again of the one before
 * it, as some stores do, is left out.
 *
 * @throws MlflowError `INVALID_STATE` where the pages have no end; and what the store refuses
 */
export async function* listObjects(
  store: S3Store,
  { prefix, delimiter, signal }: Listing,
): AsyncGenerator<Pick<ListedPage, 'prefixes' | 'objects'>> {
  const guard = new PageGuard(
    `The listing of '${prefix}' in the bucket '${store.bucket}'`,
    `s3://${store.bucket}`,
  )
  let before: ReadonlySet<string> = new Set()
  let last: readonly (string | undefined)[] = []
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
    token = page.nextToken
    const keys = page.objects.map(({ key }) => key)
    // What the page before ended with may come again.
    const firstEntry = [...keys, ...page.prefixes].find((name) => !last.includes(name))
    guard.check({ firstEntry, nextToken: token })
    yield {
      prefixes: page.prefixes.filter((name) => !before.has(name)),
      objects: page.objects.filter(({ key }) => !before.has(key)),
    }
    before = new Set([...keys, ...page.prefixes])
    if (before.size > 0) last = [keys.at(-1), page.prefixes.at(-1)]
  } while (token !== undefined)
}
