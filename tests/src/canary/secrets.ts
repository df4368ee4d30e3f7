/**
 * The passwords and tokens of all tests in this package. A secret that is not here is not searched for. They hold
 * characters that URLs, headers and JSON write differently.
 */
export const SECRETS = {
  /** Of the administrator of servers with basic auth. */
  password: 'canary-p@ss w/o"rd:4f1e77',
  /** Of another user of those servers. */
  otherPassword: 'canary-other-b7e2f0d4',
  /** A password that no server takes. */
  wrongPassword: 'canary-wrong%41-d00d5e',
  /** A bearer token. */
  token: 'canary-token.bm90+YQ==-9a3c',
  /** The value of a header of the caller's own. */
  header: 'canary-header-71c2aa',
  /** Of the user of an HTTP proxy. */
  proxyPassword: 'canary-proxy-5be0d1',
  /** Of an S3 identity. */
  s3SecretKey: 'canary/s3+secret-key-c1d7',
} as const
