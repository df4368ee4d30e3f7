import { type HttpClient, type HttpTrust, MlflowError } from '@mlflow-artifacts/repository'

const OF_STORE = 'MLFLOW_S3_ENDPOINT_URL and AWS_DEFAULT_REGION say where S3 is looked for.'
/** For those who give out credentials. */
export const OF_STS = 'AWS_ENDPOINT_URL_STS and AWS_DEFAULT_REGION say where STS is looked for.'
const NO_TRUST =
  'For S3, AWS_CA_BUNDLE names a PEM file of authorities; MLFLOW_S3_IGNORE_TLS=true goes on without any check.'

/**
 * The shared client, with what S3's environment says of certificates, and whose failures name S3's variables. Where S3 is,
 * AWS or the environment says, and no artifact URI.
 *
 * @param noAnswer - what to look at where nobody answers
 */
export function storeHttp(
  http: HttpClient,
  trust: () => Promise<HttpTrust>,
  noAnswer: string = OF_STORE,
): HttpClient {
  return {
    async request(request) {
      const tls = request.url.startsWith('https:') ? await trust() : undefined
      try {
        // S3 names the region behind a redirect, for which the request has to be signed anew.
        return await http.request({ ...request, isConfigured: true, tls, followsRedirects: false })
      } catch (error) {
        if (request.signal?.aborted || !MlflowError.isInstance(error)) throw error
        const { message, code, uri, hint, retryable, retryAfterMs, cause } = error
        const more = code === 'TEMPORARILY_UNAVAILABLE' ? noAnswer : code === 'INTERNAL_ERROR' ? NO_TRUST : ''
        const hints = [hint, more].filter(Boolean).join(' ') || undefined
        throw new MlflowError(message, { code, uri, hint: hints, retryable, retryAfterMs, cause })
      }
    },
  }
}
