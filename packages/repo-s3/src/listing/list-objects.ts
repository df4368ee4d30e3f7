import { PageGuard } from '@mlflow-artifacts/http-client'
import type { S3Store } from '../s3-store.ts'
import type { ListedPage } from './read-page.ts'
import { RememberedNames } from './remembered-names.ts'

/** What is listed. */
export interface Listing {
  readonly prefix: string
  readonly delimiter?: '/'
  readonly signal: AbortSignal | undefined
}

/**
 * The pages of a listing, each asked for when the one before it has been used. What a page tells again of one
 * of the last, as some stores do, is left out.
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
  const known = new RememberedNames()
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
    const names = [...keys, ...page.prefixes]
    const isNew = (name: string): boolean => !known.has(name)
    // What is on no page of the last is new; of a page without anything new, what the page before ended with may come again.
    const firstEntry = names.find(isNew) ?? names.find((name) => !last.includes(name))
    guard.check({ firstEntry, nextToken: token })
    yield {
      prefixes: page.prefixes.filter(isNew),
      objects: page.objects.filter(({ key }) => isNew(key)),
    }
    known.add(names)
    if (names.length > 0) last = [keys.at(-1), page.prefixes.at(-1)]
  } while (token !== undefined)
}
