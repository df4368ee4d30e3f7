import { type Fault, type FaultServer, redirect, refusal } from '@mlflow-artifacts/testing/fault-server'

/** Variables, and what they change. */
export interface EnvironmentCase {
  readonly variables: Readonly<Record<string, string>>
  /** Default: `list`. */
  readonly operation?: 'list' | 'download'
  /** What goes wrong at each request. Default: nothing. */
  readonly fault?: Fault
  /** User and password in the tracking URI. Default: none. */
  readonly userinfo?: string
  /** Whether the server and its store speak TLS, with a certificate that nobody trusts. Default: `false`. */
  readonly tls?: boolean
  /** What both sides must have in common. Default: {@link headersOf}. */
  readonly seen?: (server: FaultServer) => unknown
}

/** How requests said who asks. */
export function headersOf({ requests }: FaultServer): unknown {
  return requests.map(({ kind, headers }) => ({
    kind,
    authorization: headers.authorization,
    workspace: headers['x-mlflow-workspace'],
  }))
}

/** Whether bytes came from the store, and not through the server. */
export function fromStore({ requests }: FaultServer): boolean {
  return requests.some(({ kind }) => kind === 'store')
}

const count = ({ requests }: FaultServer): number => requests.length
const kinds = ({ requests }: FaultServer): string[] => [...new Set(requests.map(({ kind }) => kind))].sort()
const NO_WAIT = { MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '0', MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0' }
const LOGIN = { MLFLOW_TRACKING_USERNAME: 'user', MLFLOW_TRACKING_PASSWORD: 'pass' }

/** Where both sides do the same. `{home}` is a folder with the files that {@link HOME_FILES} names. */
export const CASES: readonly EnvironmentCase[] = [
  { variables: {} },
  { variables: LOGIN },
  { variables: { MLFLOW_TRACKING_TOKEN: 'token' } },
  { variables: { ...LOGIN, MLFLOW_TRACKING_TOKEN: 'token' } },
  { variables: { MLFLOW_TRACKING_USERNAME: 'user' } },
  { variables: { MLFLOW_TRACKING_USERNAME: 'user', HOME: '{home}/with-credentials' } },
  { variables: { HOME: '{home}/with-credentials', MLFLOW_TRACKING_TOKEN: 'token' } },
  { variables: LOGIN, userinfo: 'other:word@' },
  { variables: { ...LOGIN, NETRC: '{home}/netrc' } },
  { variables: { NETRC: '{home}/netrc' }, userinfo: 'other:word@' },
  { variables: { NETRC: '{home}/missing', MLFLOW_TRACKING_TOKEN: 'token' } },
  { variables: { HOME: '{home}/with-netrc', MLFLOW_TRACKING_TOKEN: 'token' } },
  { variables: { MLFLOW_WORKSPACE: ' team ' } },
  { variables: { ...NO_WAIT, MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' }, fault: refusal(503), seen: count },
  { variables: { ...NO_WAIT, MLFLOW_HTTP_REQUEST_MAX_RETRIES: '3' }, fault: refusal(503), seen: count },
  { variables: { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1' }, fault: refusal(429, '0'), seen: count },
  {
    variables: { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1', MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER: 'false' },
    fault: refusal(503, '3600'),
    seen: count,
  },
  { variables: { MLFLOW_ALLOW_HTTP_REDIRECTS: 'false' }, fault: redirect('/elsewhere'), seen: count },
  { variables: { MLFLOW_ALLOW_HTTP_REDIRECTS: 'maybe' }, fault: redirect('/elsewhere'), seen: count },
  {
    variables: { MLFLOW_HTTP_REQUEST_TIMEOUT: '1', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' },
    fault: { stallBeforeHeaders: true },
    seen: count,
  },
  { variables: {}, operation: 'download', seen: kinds },
  {
    variables: { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'true' },
    operation: 'download',
    seen: fromStore,
  },
  {
    variables: { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: '0' },
    operation: 'download',
    seen: fromStore,
  },
  {
    variables: { MLFLOW_TRACKING_INSECURE_TLS: 'True', MLFLOW_S3_IGNORE_TLS: '1' },
    operation: 'download',
    tls: true,
    seen: fromStore,
  },
]

/** Values that cannot be used, and what Python's message says besides our words. */
export const MALFORMED: readonly EnvironmentCase[] = [
  ...['abc', '1.5', '', '1e3'].map((value) => ({ variables: { MLFLOW_HTTP_REQUEST_TIMEOUT: value } })),
  ...['abc', '', '11', '-1'].map((value) => ({ variables: { MLFLOW_HTTP_REQUEST_MAX_RETRIES: value } })),
  ...['1.5', '121', '-1'].map((value) => ({ variables: { MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: value } })),
  { variables: { MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: 'much' } },
  { variables: { _MLFLOW_HTTP_REQUEST_MAX_RETRIES_LIMIT: '3' } },
  { variables: { _MLFLOW_HTTP_REQUEST_MAX_RETRIES_LIMIT: '-1' } },
  { variables: { _MLFLOW_HTTP_REQUEST_MAX_BACKOFF_FACTOR_LIMIT: '1' } },
  ...['maybe', '', 'yes'].map((value) => ({
    variables: { MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER: value },
  })),
  { variables: { MLFLOW_TRACKING_INSECURE_TLS: 'maybe' } },
  { variables: { MLFLOW_TRACKING_INSECURE_TLS: '1', MLFLOW_TRACKING_SERVER_CERT_PATH: '{home}/netrc' } },
  { variables: { MLFLOW_TRACKING_AWS_SIGV4: 'maybe' } },
  { variables: { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'maybe' }, operation: 'download' },
  { variables: { MLFLOW_S3_IGNORE_TLS: 'maybe' }, operation: 'download' },
  { variables: { MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE: '10MB' }, operation: 'download' },
  { variables: { MLFLOW_HTTP_TCP_KEEPALIVE: 'maybe', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '4' } },
  { variables: { MLFLOW_HTTP_TCP_KEEPALIVE_IDLE: 'x', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '6' } },
]

/** By their paths in the home folder. */
export const HOME_FILES: Readonly<Record<string, string>> = {
  netrc: 'machine 127.0.0.1 login netrc password word',
  'with-netrc/.netrc': 'default login netrc password word',
  'with-credentials/.mlflow/credentials':
    '[mlflow]\nmlflow_tracking_username = file\nmlflow_tracking_password = secret\n',
}
