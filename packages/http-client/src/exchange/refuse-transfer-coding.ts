import { IntegrityError, redactUri } from '@mlflow-artifacts/repository'
import type { RequestUrl } from '../urls/parse-request-url.ts'
import type { WireResponse } from './send-once.ts'

/**
 * The only coding that says where a body ends, and the old name of none. Exactly as undici knows them: where a tab stands
 * behind `chunked`, it leaves the marks between the chunks in the body.
 */
const HARMLESS = /^(?:chunked|identity)? *$/i

/**
 * Refuses a body that was encoded for the transfer, such as compressed: nobody asked for that, nobody decodes it, and what
 * came would count as the bytes themselves. Under any other name than `chunked` even the marks between the chunks would.
 *
 * @throws IntegrityError - its status is not looked at
 */
export function refuseTransferCoding({ headers }: WireResponse, { origin, path, href }: RequestUrl): void {
  const coding = headers['transfer-encoding']
  if (coding === undefined || HARMLESS.test(coding)) return
  // What it is called stays out of the message: a server may repeat in it what it was sent.
  throw new IntegrityError(
    `The answer of ${origin}${path} was encoded for the transfer (Transfer-Encoding), which was not asked for`,
    { uri: redactUri(href), hint: 'A proxy may have added it: let it pass answers as they are.' },
  )
}
