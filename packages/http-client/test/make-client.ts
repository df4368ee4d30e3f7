import { onTestFinished } from 'vitest'
import { createHttpClient, type HttpClientOptions } from '../src/index.ts'

type Client = ReturnType<typeof createHttpClient>

/** A client that waits for nothing between repetitions, has an empty home folder, and is closed with the test. */
export function makeClient(
  trackingUri: string | undefined,
  options: Partial<Omit<HttpClientOptions, 'trackingUri'>> = {},
): Client {
  const client = createHttpClient({
    trackingUri,
    ...options,
    environment: { HOME: '/nonexistent', USERPROFILE: '/nonexistent', ...options.environment },
    settings: {
      ...options.settings,
      retries: { max: 3, backoffFactor: 0, jitter: 0, ...options.settings?.retries },
    },
  })
  onTestFinished(() => client.close())
  return client
}
