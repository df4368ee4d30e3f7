import { type HttpClient, type HttpTrust, MlflowError } from '@mlflow-artifacts/repository'

const NO_ANSWER = 'MLFLOW_S3_ENDPOINT_URL and AWS_DEFAULT_REGION say where S3 is looked for.'
const NO_TRUST =
  'For S3, AWS_CA_BUNDLE names a PEM file of authorities; MLFLOW_S3_IGNORE_TLS=true goes on without any check.'

/**
 * The shared client, with what S3's environment says of certificates, and whose failures name S3's variables. Where S3 is,
 * AWS or the environment says, and no artifact URI.
 */
export function storeHttp(http: HttpClient, trust: () => Promise<HttpTrust>): HttpClient {
  return {
    async request(request) {
      const tls = request.url.startsWith('https:') ? await trust() : undefined
      try {
        // S3 names the region behind a redirect, for which the request has to be signed anew.
        return await http.request({ ...request, isConfigured: true, tls, followsRedirects: false })
      } catch (error) {
        if (request.signal?.aborted || !MlflowError.isInstance(error)) throw error
        const { message, code, uri, hint, retryable, retryAfterMs, cause } = error
        const more =
          code === 'TEMPORARILY_UNAVAILABLE' ? NO_ANSWER : code === 'INTERNAL_ERROR' ? NO_TRUST : ''
        const hints = [hint, more].filter(Boolean).join(' ') || undefined
        throw new MlflowError(message, { code, uri, hint: hints, retryable, retryAfterMs, cause })
      }
    },
  }
}
