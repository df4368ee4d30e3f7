const NOT_TLS = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'])
const UNKNOWN_AUTHORITY = /SELF_SIGNED|ISSUER|LEAF_SIGNATURE|CERT_UNTRUSTED/

/** The other side of a TLS connection. */
export interface TlsPeer {
  readonly who: 'server' | 'proxy'
  /** Whether the settings for the tracking server count there. */
  readonly isTrusted: boolean
  /** Whether somebody chose the authorities. Default: they are the platform's. */
  readonly hasBundle?: boolean
  /** Who signed what it shows, where that is known. */
  readonly issuer?: string | undefined
}

/** Whether nobody who is trusted here signed the certificate of the other side. */
export function isUnknownAuthority(code: string): boolean {
  return UNKNOWN_AUTHORITY.test(code)
}

/** What to do about a connection that TLS refused; `undefined` where the failure is another one. */
export function tlsHint(code: string, peer: TlsPeer): string | undefined {
  const { who, isTrusted } = peer
  if (NOT_TLS.has(code)) return `The ${who} does not seem to speak TLS: write http:// instead of https://.`
  if (code === 'CERT_HAS_EXPIRED') {
    return (
      `The certificate has to be renewed on the ${who}; also check the clock of this machine.` +
      (isTrusted ? ' MLFLOW_TRACKING_INSECURE_TLS=true goes on without any check.' : '')
    )
  }
  if (code === 'CERT_NOT_YET_VALID') return `Check the clock of this machine and of the ${who}.`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    const where = isTrusted ? ' in MLFLOW_TRACKING_URI' : ''
    return `Use a host name${where} for which the certificate was made.`
  }
  // An alert is what the server says of our certificate, or of having got none.
  if (/ALERT.*CERT|ALERT_UNKNOWN_CA|ALERT_HANDSHAKE_FAILURE/.test(code)) {
    return 'The server asks for a client certificate: MLFLOW_TRACKING_CLIENT_CERT_PATH names a PEM file with it and its key.'
  }
  if (isUnknownAuthority(code)) return authorityHint(peer)
  if (/^ERR_(?:SSL|TLS|OSSL|CRYPTO)_|^EPROTO$|CERT|CRL|INVALID_CA|INVALID_PURPOSE/.test(code)) {
    return 'Check the certificates on both sides, and the variables and options that name them here.'
  }
  return undefined
}

function authorityHint({ who, isTrusted, hasBundle = false, issuer }: TlsPeer): string {
  const variable = isTrusted ? 'MLFLOW_TRACKING_SERVER_CERT_PATH' : 'REQUESTS_CA_BUNDLE'
  const named = issuer === undefined ? '' : `: ${issuer}`
  return hasBundle
    ? `The ${who} does not send the certificate of who signed its own, and it is not among the configured authorities ` +
        `either${named}. Add it to the file that ${variable} or another variable or option names, or have the ${who} send it.`
    : `Set ${variable} to a PEM file with the certificate of the authority that signed the ${who}'s${named}.`
}
