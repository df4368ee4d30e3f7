import { PageGuard, redacted } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'
import type { JsonApi } from '../json-api.ts'
import { responseError } from '../response-error.ts'
import { type ListedPage, listedPage, PAGE_FIELDS } from './listed-page.ts'

/** What is listed of a bucket. */
export interface ObjectQuery {
  /** What the names begin with. */
  readonly prefix: string
  /** `/` gives what stands directly there; without it, the listing is flat. */
  readonly delimiter?: '/'
  /** On one page. Default: what the store likes, which is 1,000. */
  readonly maxResults?: string
}

/**
 * The pages of a listing, each asked for when the one before has been used. The store orders objects by the UTF-8 bytes
 * of their names; one that it tells again on the next page is left out there.
 *
 * @throws MlflowError `INVALID_STATE` where the pages have no end; `RESOURCE_DOES_NOT_EXIST` for a missing
 *   bucket, and other refusals; and where a name does not begin as it was asked to
 */
export async function* listObjects(
  api: JsonApi,
  { ...query }: ObjectQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListedPage> {
  const guard = new PageGuard(`The listing of ${JSON.stringify(query.prefix)}`, api.origin)
  let lastPrefix: string | undefined
  let known: ReadonlySet<string> = new Set()
  let parameters: Readonly<Record<string, string>> = { ...query, fields: PAGE_FIELDS }
  for (;;) {
    const response = await api.list(parameters, { signal })
    if (response.status >= 300) throw await responseError(response, { signal })
    const page = await listedPage(response)
    const { prefixes, nextPageToken } = page
    const names = page.objects.map(({ name }) => name)
    for (const name of [...prefixes, ...names]) {
      if (!name.startsWith(query.prefix)) throw elsewhere(redacted(response, name), query.prefix, api.origin)
    }
    const objects = page.objects.filter(({ name }, index) => !known.has(name) && names[index - 1] !== name)
    if (nextPageToken !== undefined) {
      // An emulator may tell a prefix again where its objects go on behind a page.
      const newPrefix = prefixes.find((prefix) => prefix !== lastPrefix)
      guard.check({ firstEntry: objects[0]?.name ?? names[0] ?? newPrefix, nextToken: nextPageToken })
    }
    lastPrefix = prefixes.at(-1) ?? lastPrefix
    known = new Set(names)
    yield { ...page, objects }
    if (nextPageToken === undefined) return
    parameters = { ...parameters, pageToken: nextPageToken }
  }
}

function elsewhere(name: string, prefix: string, uri: string): MlflowError {
  return new MlflowError(
    `The name of the listed GCS object does not begin with the specified artifact path. Artifact path: ${prefix}. ` +
      `Object name: ${name}.`,
    { uri },
  )
}
