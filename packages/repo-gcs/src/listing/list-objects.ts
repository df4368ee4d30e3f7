import { PageGuard } from '@mlflow-artifacts/http-client'
import type { JsonApi } from '../json-api.ts'
import { responseError } from '../response-error.ts'
import { type ListedPage, listedPage, OBJECT_FIELDS } from './listed-page.ts'

/** What is listed of a bucket. */
export interface ObjectQuery {
  /** What the names begin with. */
  readonly prefix: string
  /** `/` gives what stands directly there; without it, the listing is flat. */
  readonly delimiter?: '/'
  /** On one page. Default: what the store likes, which is 1,000. */
  readonly maxResults?: string
}

const FIELDS = `items(${OBJECT_FIELDS}),prefixes,nextPageToken`

/**
 * The pages of a listing, each asked for when the one before has been used. The store orders objects by the UTF-8 bytes
 * of their names.
 *
 * @throws MlflowError `INVALID_STATE` where the pages have no end; `RESOURCE_DOES_NOT_EXIST` for a missing
 *   bucket, and other refusals
 */
export async function* listObjects(
  api: JsonApi,
  { ...query }: ObjectQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListedPage> {
  const guard = new PageGuard(`The listing of ${JSON.stringify(query.prefix)}`, api.origin)
  let lastPrefix: string | undefined
  let parameters: Readonly<Record<string, string>> = { ...query, fields: FIELDS }
  for (;;) {
    const response = await api.list(parameters, { signal })
    if (response.status !== 200) throw await responseError(response, { signal })
    const page = await listedPage(response)
    const { prefixes, objects, nextPageToken } = page
    // An emulator may tell a prefix again where its objects go on behind a page.
    const newPrefix = prefixes.find((prefix) => prefix !== lastPrefix)
    guard.check({ firstEntry: objects[0]?.name ?? newPrefix, nextToken: nextPageToken })
    lastPrefix = prefixes.at(-1) ?? lastPrefix
    yield page
    if (nextPageToken === undefined) return
    parameters = { ...parameters, pageToken: nextPageToken }
  }
}
