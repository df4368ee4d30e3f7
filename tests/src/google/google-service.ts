import type { IncomingHttpHeaders } from 'node:http'

/** The parts of Google's cloud that tests stand for, and an identity provider beside it. */
export const GOOGLE_SERVICES = ['storage', 'oauth2', 'sts', 'iamcredentials', 'metadata', 'provider'] as const
export type GoogleService = (typeof GOOGLE_SERVICES)[number]

/** What a service was asked. */
export interface GoogleRequest {
  readonly service: GoogleService
  readonly headers: IncomingHttpHeaders
  /** With the query. */
  readonly path: string
  readonly body: string
  /** How often the service was asked before. */
  readonly count: number
}

/** What a service answers; `hang up`: the connection ends without a word. */
export type GoogleAnswer =
  | 'hang up'
  | {
      readonly status?: number
      /** `undefined` is not sent. */
      readonly headers?: Readonly<Record<string, string | undefined>>
      /** Anything but bytes and a text is sent as JSON. */
      readonly body?: unknown
    }

/** What services do other than usual; `undefined`: the usual. */
export type GoogleScript = Partial<
  Record<
    GoogleService,
    (request: GoogleRequest) => GoogleAnswer | undefined | Promise<GoogleAnswer | undefined>
  >
>
