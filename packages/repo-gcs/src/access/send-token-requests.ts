import { setTimeout as sleep } from 'node:timers/promises'
import { type HttpTrust, MlflowError } from '@mlflow-artifacts/repository'
import type { GoogleAuthClient } from '../gcs-storage.ts'
import { checkTokenAnswer } from './check-token-answer.ts'
import { LARGEST_ANSWER } from './guard-token-requests.ts'
import { noteReceived } from './note-received.ts'
import type { TokenClient } from './token-client.ts'
import { type TokenRequest, transportersOf } from './transporters.ts'

/** Statuses whose answers have no body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * Has a client of Google's library send its requests for tokens over the HTTP client, so that proxies, certificates, time
 * limits and the rules for destinations are those of everything else. The library sends again by itself what may pass.
 */
export function sendTokenRequests(client: GoogleAuthClient, http: TokenClient): void {
  for (const { interceptors } of transportersOf(client)) {
    interceptors.request.add({
      resolved: async (request) => {
        request.fetchImplementation = async (url, init) => {
          try {
            return await fetchOver(http, String(url), init, trustFor(request))
          } catch (error) {
            if (!MlflowError.isInstance(error) || !error.retryable) request.retryConfig = { retry: 0 }
            throw error
          }
        }
        if (request.retryConfig)
          request.retryConfig.retryBackoff = async (_error, delayMs) => {
            await sleep(delayMs, undefined, { ...(request.signal && { signal: request.signal }) })
          }
        return request
      },
    })
  }
}

async function fetchOver(
  http: TokenClient,
  url: string,
  { method, headers, body, signal }: RequestInit = {},
  tls: HttpTrust | undefined,
): Promise<Response> {
  // As every `fetch` does, it says of a form that it is one.
  const sent = new Response(body, headers === undefined ? {} : { headers })
  const answer = await http.request({
    url,
    method: method === 'POST' || method === 'PUT' ? method : 'GET',
    headers: Object.fromEntries(sent.headers),
    ...(body && { body: await sent.text() }),
    kind: 'once',
    maximumBytes: LARGEST_ANSWER,
    // What vouches for an account is for nobody whom an answer names.
    followsRedirects: !body,
    ...(tls && { tls }),
    ...(signal && { signal }),
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of answer.body) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  noteReceived(http.sent, text)
  const checked = method === 'POST' ? checkTokenAnswer(answer, text) : text
  const { status } = answer
  return new Response(WITHOUT_BODY.has(status) ? null : checked, {
    status,
    headers: answer.headers,
  })
}

function trustFor({ cert, key }: TokenRequest): HttpTrust | undefined {
  return cert === undefined || key === undefined ? undefined : { client: { cert, key } }
}
