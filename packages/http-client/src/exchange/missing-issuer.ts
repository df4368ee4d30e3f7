import type { LookupFunction } from 'node:net'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import type { RequestUrl } from '../urls/parse-request-url.ts'

/** It is about a better message only. */
const LIMIT_MS = 3_000
const MOST_CERTIFICATES = 16
const MOST_CHARACTERS = 100

/**
 * Who signed the last of the certificates that a server shows, and whom nobody here knows; `undefined` where it does not
 * say soon. TLS tells only that somebody is missing, so that a connection of its own asks, over which nothing is sent.
 *
 * @param lookup - which addresses its name may lead to. Default: any
 */
export async function missingIssuer(
  { hostname, port }: RequestUrl,
  lookup: LookupFunction | undefined,
): Promise<string | undefined> {
  const [{ connect }, { isIP }] = await Promise.all([import('node:tls'), import('node:net')])
  return await new Promise((resolve) => {
    const socket: TLSSocket = connect({
      host: hostname,
      port,
      rejectUnauthorized: false,
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(lookup !== undefined && { lookup }),
    })
    const timer = setTimeout(() => socket.destroy(), LIMIT_MS)
    socket.once('secureConnect', () => {
      resolve(issuerOf(socket.getPeerCertificate(true)))
      socket.destroy()
    })
    socket.once('error', () => resolve(undefined))
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  })
}

function issuerOf(shown: PeerCertificate): string | undefined {
  let certificate: Partial<PeerCertificate> & { readonly issuerCertificate?: PeerCertificate } = shown
  for (let depth = 0; depth < MOST_CERTIFICATES; depth += 1) {
    const { issuerCertificate } = certificate
    if (issuerCertificate === undefined || issuerCertificate === certificate) break
    certificate = issuerCertificate
  }
  const { CN, O } = certificate.issuer ?? {}
  const name = [CN ?? O].flat()[0]
  // The server chose it.
  return name === undefined ? undefined : JSON.stringify(name.slice(0, MOST_CHARACTERS))
}
