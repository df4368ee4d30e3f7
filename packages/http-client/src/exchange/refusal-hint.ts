import { redactUri } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { LocatedResponse } from './follow-redirects.ts'

/** What gateways and servers say in the same words everywhere, and what to do about it. */
const KNOWN_WORDS: readonly (readonly [words: RegExp, hint: string])[] = [
  [
    /No required SSL certificate was sent/i,
    'The server asks for a client certificate: MLFLOW_TRACKING_CLIENT_CERT_PATH names a PEM file with it and its key.',
  ],
  [
    /The SSL certificate error/i,
    'The server does not accept the client certificate: look at the file that MLFLOW_TRACKING_CLIENT_CERT_PATH names.',
  ],
  [
    /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|requires TLS/i,
    'The server speaks TLS: write https:// instead of http://.',
  ],
  [
    /Missing Authentication Token|not a valid key=value pair \(missing equal-sign\) in Authorization/i,
    'AWS API Gateway answers so where a request is not signed (SigV4), and for a path that it does not know. ' +
      'MLFLOW_TRACKING_AWS_SIGV4 is not supported: a function in the option http.auth can sign.',
  ],
  [
    /running in `--artifacts-only` mode/i,
    'The server was started with --artifacts-only: it serves artifacts, and knows no runs and no models. Put the address ' +
      'of the tracking server into MLFLOW_TRACKING_URI.',
  ],
]
const WITH_PASSWORD_OR_TOKEN =
  'set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN'

/**
 * What to do about a refusal, where this client knows more than its status: what it sent, where that was found, and what
 * it kept to itself. `undefined`: nothing more.
 */
export function refusalHint(
  response: LocatedResponse,
  body: Buffer,
  configuration: Configuration,
): string | undefined {
  const { status, headers } = response
  if (status < 400) return undefined
  const text = body.toString()
  if (/Invalid Host header/i.test(text)) return hostHint(response)
  const known = KNOWN_WORDS.find(([words]) => words.test(text))
  if (known !== undefined) return known[1]
  const ofCredentials =
    status === 401 || status === 403 ? credentialsHint(response, configuration) : undefined
  return ofCredentials ?? proxyHint(response, /^\s*<|^\s*text\/html/i.test(headers['content-type'] ?? text))
}

/** MLflow's server compares the whole header, with its port. */
function hostHint({ hop }: LocatedResponse): string {
  const { host } = new URL(hop.url.origin)
  return (
    `The server does not answer to the name ${host}: whoever runs it can start it with mlflow server ` +
    `--allowed-hosts ${host}, or name it in MLFLOW_SERVER_ALLOWED_HOSTS there, with all others that it is to answer to. Or use ` +
    'an address that it knows already.'
  )
}

function credentialsHint(
  { status, headers, hop, source }: LocatedResponse,
  { trackingOrigin, isTrusted, credentials }: Configuration,
): string | undefined {
  const schemes = challenges(headers['www-authenticate'])
  if (
    status === 401 &&
    schemes.length > 0 &&
    schemes.every((scheme) => /^(?:negotiate|ntlm|kerberos)$/i.test(scheme))
  ) {
    return (
      `The server offers ${schemes.join(' and ')} only, which are not supported. Ask whoever runs it for a way in with a ` +
      'password or a token, or give the headers through the option http.auth.'
    )
  }
  const { origin } = hop.url
  if (hop.isAbroad && hop.leftFrom !== undefined) {
    return (
      `${hop.leftFrom} redirected to ${origin}, where its credentials do not go. If that is where the server is, put ` +
      `it into MLFLOW_TRACKING_URI; if it is another one that may have them, name ${origin} in the option ` +
      'http.trustedOrigins or in MLFLOW_ARTIFACTS_TRUSTED_ORIGINS.'
    )
  }
  if (!isTrusted(hop.owner)) {
    if (trackingOrigin === undefined || headers['x-amz-request-id'] !== undefined) return undefined
    return (
      `Credentials are sent to the tracking server ${trackingOrigin} only. If ${origin} may have them, too, name it in the ` +
      'option http.trustedOrigins or in MLFLOW_ARTIFACTS_TRUSTED_ORIGINS. For a web server of its own, put user and ' +
      'password into the URL.'
    )
  }
  if (status !== 401 || source === undefined) return undefined
  return credentials.wereAccepted
    ? `The credentials of ${source} were accepted before, and have expired or been revoked: renew them. Variables are read ` +
        'at each request, files again after a refusal.'
    : `The server does not accept the credentials of ${source}. Correct them, or ${WITH_PASSWORD_OR_TOKEN}.`
}

/** The names of the ways to authenticate that a server offers. */
function challenges(header: string | undefined): string[] {
  return (header ?? '')
    .split(/,\s*/)
    .map((part) => /^\s*([A-Za-z][\w-]*)(?=\s|$)(?!\s*=)/.exec(part)?.[1] ?? '')
    .filter((scheme) => scheme !== '')
}

function proxyHint({ forwardProxy, hop }: LocatedResponse, isPage: boolean): string | undefined {
  if (forwardProxy === undefined || !isPage) return undefined
  return (
    `The page may be one of the proxy ${redactUri(forwardProxy)}, and not of ${hop.url.origin}: ask whoever runs the proxy, ` +
    'or name the host in NO_PROXY to go without it.'
  )
}
