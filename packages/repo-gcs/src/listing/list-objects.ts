import { MlflowError } from '@mlflow-artifacts/repository'
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
 * @throws MlflowError `INVALID_STATE` where a page leads back to an earlier one; `RESOURCE_DOES_NOT_EXIST` for a missing
 *   bucket, and other refusals
 */
export async function* listObjects(
  api: JsonApi,
  { ...query }: ObjectQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListedPage> {
  const tokens = new Set<string>()
  let parameters: Readonly<Record<string, string>> = { ...query, fields: FIELDS }
  for (;;) {
    const response = await api.list(parameters, { signal })
    if (response.status !== 200) throw await responseError(response, { signal })
    const page = await listedPage(response)
    yield page
    const { nextPageToken } = page
    if (nextPageToken === undefined) return
    if (tokens.has(nextPageToken)) throw endless(query.prefix, api.origin)
    tokens.add(nextPageToken)
    parameters = { ...parameters, pageToken: nextPageToken }
  }
}

function endless(prefix: string, uri: string): MlflowError {
  return new MlflowError(
    `The store lists ${JSON.stringify(prefix)} in a circle: a page leads to an earlier one`,
    {
      code: 'INVALID_STATE',
      uri,
      hint: 'Check whether a proxy answers in place of the store, and report it to its operator.',
    },
  )
}
