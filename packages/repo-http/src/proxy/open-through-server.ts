import { Readable } from 'node:stream'
import { artifactContent, emptyContent, rangeHeaders } from '@mlflow-artifacts/http-client/artifact'
import { type ArtifactContent, type HttpClient, IntegrityError } from '@mlflow-artifacts/repository'
import { notAFile } from '../not-a-file.ts'
import { isEmpty } from '../response/is-empty.ts'
import { refuseLoginPage } from '../response/login-page.ts'
import { responseError } from '../response/response-error.ts'
import { explainFailure } from './explain-failure.ts'
import { explainUnknownRoute, isUnknownRoute } from './no-artifact-routes.ts'
import type { ProxyEndpoints } from './proxy-endpoints.ts'
import type { ServedFile } from './served-file.ts'

/** Before it answers, the server fetches the whole artifact from a remote store. */
const HEADERS_TIMEOUT_MS = 15 * 60_000

/** Starts reading an artifact through the server. */
export async function openThroughServer(
  http: HttpClient,
  endpoints: ProxyEndpoints,
  file: ServedFile,
): Promise<ArtifactContent> {
  const { path, served, signal } = file
  const url = endpoints.artifact(served)
  const response = await http.request({
    url,
    headers: { ...endpoints.headers, ...rangeHeaders(file, 'if-range') },
    kind: 'data',
    headersTimeoutMs: HEADERS_TIMEOUT_MS,
    signal,
  })
  if (![200, 206, 416].includes(response.status)) {
    const error = await responseError(response, { signal })
    if (isUnknownRoute(error)) throw await explainUnknownRoute(error, endpoints, file)
    // Over a remote store, what is missing is answered with 500.
    throw response.status === 500 ? await explainFailure(error, file) : error
  }
  refuseLoginPage(response, url, true)
  const content = artifactContent(response, { ...file, path })
  return content.size === undefined ? await confirmed(content, url, file) : content
}

/** Over a remote store, a directory is answered with 200 and nothing, as an empty file is: the listing tells. */
async function confirmed(content: ArtifactContent, uri: string, file: ServedFile): Promise<ArtifactContent> {
  const body = content.body instanceof Readable ? content.body : Readable.from(content.body)
  if (!(await isEmpty(body))) return { ...content, body }
  const info = await file.find()
  if (info?.isDir !== false) throw notAFile(file.path, uri, info)
  if (info.fileSize === undefined || info.fileSize === 0)
    return emptyContent({ contentType: content.contentType })
  throw new IntegrityError(`The server sent nothing of '${file.path}', but lists ${info.fileSize} bytes`, {
    uri,
    retryable: true,
  })
}
