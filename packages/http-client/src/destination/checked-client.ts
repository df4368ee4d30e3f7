import type { HttpClient } from '@mlflow-artifacts/repository'
import type { Environment } from '../configuration/environment.ts'
import { originOf } from '../configuration/origin-of.ts'
import { parseRequestUrl } from '../urls/parse-request-url.ts'
import { type AllowedDestinations, allowedDestinations } from './allowed-destinations.ts'
import { checkDestination } from './check-destination.ts'
import type { DestinationOptions } from './destination-options.ts'

/** What {@link checkedClient} is made from. */
export interface CheckedClientOptions extends DestinationOptions {
  readonly environment: Environment
  readonly trackingUri: string | undefined
}

/**
 * A client of the caller's own, with the rules of `createHttpClient` for where requests may go, as far as their URLs tell:
 * where names and redirects lead is the client's to know.
 */
export function checkedClient(client: HttpClient, options: CheckedClientOptions): HttpClient {
  const trackingOrigin = originOf(options.trackingUri)
  let allowed: AllowedDestinations | undefined
  return {
    async request(request) {
      const url = parseRequestUrl(request.url)
      const isConfigured = request.isConfigured === true || url.origin === trackingOrigin
      allowed ??= allowedDestinations(options, options.environment)
      checkDestination({ url, isConfigured, chosenBy: request.chosenBy }, allowed)
      return await client.request(request)
    },
  }
}
