export { checkConfiguration } from './configuration/check-configuration.ts'
export { checkHttpSettings } from './configuration/check-http-settings.ts'
export { environmentBoolean } from './configuration/environment-boolean.ts'
export { environmentNumber } from './configuration/environment-number.ts'
export { FromFiles } from './configuration/from-files.ts'
export { readPem } from './configuration/read-pem.ts'
export { readRegularFile } from './configuration/read-regular-file.ts'
export { ConnectionPools } from './connection-pools.ts'
export { createHttpClient, type HttpClientOptions } from './create-http-client.ts'
export { allowedDestinations } from './destination/allowed-destinations.ts'
export { type CheckedClientOptions, checkedClient } from './destination/checked-client.ts'
export type { DestinationOptions } from './destination/destination-options.ts'
export { isOnThisMachine } from './destination/is-on-this-machine.ts'
export { EntryLimit } from './entry-limit.ts'
export { FilesOnTheWay } from './files-on-the-way.ts'
export { heapLeft } from './heap-left.ts'
export {
  type AuthRequest,
  CONNECTIONS_PER_ORIGIN,
  type HttpHeaders,
  type HttpSettings,
  type RetrySettings,
  type TimeoutSettings,
  type TlsSettings,
} from './http-settings.ts'
export { type GuardedPage, PageGuard } from './page-guard.ts'
export { parseJsonAnswer } from './parse-json-answer.ts'
export { readText } from './read-text.ts'
export { RecentlyUsed } from './recently-used.ts'
export { makeShowable } from './secrets/make-showable.ts'
export { redacted } from './secrets/redacted.ts'
export { SentRequests } from './secrets/sent-requests.ts'
export { type ServerInfo, type ServerInfoOptions, serverInfo } from './server-info.ts'
export { encodePath } from './urls/encode-path.ts'
export { encodePathSegment } from './urls/encode-path-segment.ts'
export { prepareUrl } from './urls/prepare-url.ts'
export { Waiters } from './waiters.ts'
export { withinLimit } from './within-limit.ts'
