const NOT_TLS = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'])

/** What to do about a connection that TLS refused; `undefined` where the failure is another one. */
export function tlsHint(code: string, isTrackingServer: boolean): string | undefined {
  if (NOT_TLS.has(code)) return 'The server does not seem to speak TLS: write http:// instead of https://.'
  if (code === 'CERT_HAS_EXPIRED') {
    return (
      'The certificate has to be renewed on the server; also check the clock of this machine.' +
      (isTrackingServer ? ' MLFLOW_TRACKING_INSECURE_TLS=true goes on without any check.' : '')
    )
  }
  if (code === 'CERT_NOT_YET_VALID') return 'Check the clock of this machine and of the server.'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    const where = isTrackingServer ? ' in MLFLOW_TRACKING_URI' : ''
    return `Use a host name${where} for which the certificate was made.`
  }
  // An alert is what the server says of our certificate, or of having got none.
  if (/ALERT.*CERT|ALERT_UNKNOWN_CA|ALERT_HANDSHAKE_FAILURE/.test(code)) {
    return 'The server asks for a client certificate: MLFLOW_TRACKING_CLIENT_CERT_PATH names a PEM file with it and its key.'
  }
  if (/SELF_SIGNED|ISSUER|LEAF_SIGNATURE|CERT_UNTRUSTED/.test(code)) {
    const variable = isTrackingServer ? 'MLFLOW_TRACKING_SERVER_CERT_PATH' : 'REQUESTS_CA_BUNDLE'
    return `Set ${variable} to a PEM file with the certificate of the authority that signed the server's.`
  }
  if (/^ERR_(?:SSL|TLS|OSSL|CRYPTO)_|^EPROTO$|CERT|CRL|INVALID_CA|INVALID_PURPOSE/.test(code)) {
    return 'Check the certificates on both sides, and the variables and options that name them here.'
  }
  return undefined
}
