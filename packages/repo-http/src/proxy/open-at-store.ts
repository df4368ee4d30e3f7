import { environmentBoolean } from '@mlflow-artifacts/http-client'
import {
  artifactContent,
  emptyContent,
  rangeHeaders,
  storedChecksums,
} from '@mlflow-artifacts/http-client/artifact'
import {
  type ArtifactContent,
  type BackendContext,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  IntegrityError,
  MlflowError,
  type OpenOptions,
} from '@mlflow-artifacts/repository'
import { responseError } from '../response/response-error.ts'
import type { PresignedUrl } from './ask-presigned-url.ts'
import { THROUGH_SERVER } from './through-server.ts'

/**
 * Starts reading an artifact at the URL that the server gave for it. `MLFLOW_S3_IGNORE_TLS` counts, because in Python the
 * store behind such a URL is S3 (`_multipart_download`, `mlflow/store/artifact/http_artifact_repo.py`).
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where that variable is no boolean
 */
export async function openAtStore(
  { http, environment }: BackendContext,
  { url, headers, size, chosenBy }: PresignedUrl,
  path: string,
  options: OpenOptions,
): Promise<ArtifactContent> {
  const { signal, ifMatch } = options
  // With a validator the store has to say whether it is empty by now.
  if (size === 0 && ifMatch === undefined) return emptyContent()
  const response = await request(http, {
    url,
    chosenBy,
    headers: { ...headers, ...rangeHeaders(options, 'if-match') },
    kind: 'data',
    signal,
    ...(environmentBoolean(environment, 'MLFLOW_S3_IGNORE_TLS') && { tls: { rejectUnauthorized: false } }),
  })
  if ([200, 206, 416].includes(response.status)) {
    const content = artifactContent(response, { ...options, path, knownSize: size, encodingIsMetadata: true })
    return { ...content, checksums: [...storedChecksums(response), ...content.checksums] }
  }
  const codes = { 404: 'RESOURCE_DOES_NOT_EXIST' } as const
  const error = await responseError(response, { signal, codes, hint: THROUGH_SERVER })
  if (response.status !== 412) throw error
  throw new IntegrityError(`The artifact '${path}' has changed since it was first read`, {
    uri: error.uri,
    cause: error,
  })
}

async function request(http: HttpClient, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await http.request(request)
  } catch (error) {
    if (request.signal?.aborted || !MlflowError.isInstance(error)) throw error
    const { message, code, uri, retryable, retryAfterMs, cause } = error
    const hint = error.hint === undefined ? THROUGH_SERVER : `${error.hint} ${THROUGH_SERVER}`
    throw new MlflowError(message, { code, uri, hint, retryable, retryAfterMs, cause })
  }
}
