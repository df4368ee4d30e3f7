/** What a TLS connection is made with. All PEM text; what is absent, the platform decides. */
export interface TlsOptions {
  readonly ca?: readonly string[]
  readonly cert?: string
  readonly key?: string
  /** Decrypts the key. */
  readonly passphrase?: string
  readonly rejectUnauthorized: boolean
}
