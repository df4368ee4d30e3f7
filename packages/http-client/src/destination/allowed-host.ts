import { isIP, isIPv6 } from 'node:net'
import { MlflowError } from '@mlflow-artifacts/repository'

/** One entry of `allowedHosts`, taken apart. */
export interface AllowedHost {
  /** `below`: every host whose name ends in `.` and this one. */
  readonly kind: 'any' | 'below' | 'name' | 'network'
  /** A name in lower case, or a network as `10.0.0.0/8`; empty for `any`. */
  readonly host: string
  /** `undefined`: all of them. */
  readonly port: number | undefined
}

/**
 * @param entry - `*`, `*.example.com`, a name, an address or a network, the first four with a port or without
 * @param source - the option or variable that holds it
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function parseAllowedHost(entry: string, source: string): AllowedHost {
  const text = isIPv6(entry) ? `[${entry}]` : entry
  const parts = /^(?<host>\*|\[[^\]]*\]|[^/:[\]]+)(?::(?<port>\d{1,5}))?$/.exec(text)?.groups
  const network = parts === undefined ? networkOf(text) : undefined
  if (network !== undefined) return { kind: 'network', host: network, port: undefined }
  const { host = '', port: digits } = parts ?? {}
  const port = digits === undefined ? undefined : Number(digits)
  if (host === '*') return { kind: 'any', host: '', port }
  const isBelow = host.startsWith('*.')
  const name = hostnameOf(isBelow ? host.slice(2) : host)
  if (name === undefined || (port ?? 1) > 65_535) throw malformed(entry, source)
  if (isIP(name) === 0) return { kind: isBelow ? 'below' : 'name', host: name, port }
  if (isBelow) throw malformed(entry, source)
  return { kind: 'network', host: `${name}/${isIPv6(name) ? 128 : 32}`, port }
}

/** A host as it stands in a parsed URL, an IPv6 address without brackets. */
function hostnameOf(host: string): string | undefined {
  const base = `http://${host}`
  if (host.includes('*') || !URL.canParse(base)) return undefined
  const { hostname, username } = new URL(base)
  return username === '' ? hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '') : undefined
}

function networkOf(text: string): string | undefined {
  const [, bracketed, plain, prefix = ''] = /^(?:\[([^\]]+)\]|([^/]+))\/(\d{1,3})$/.exec(text) ?? []
  const address = bracketed ?? plain ?? ''
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return Number(prefix) <= most ? `${address}/${Number(prefix)}` : undefined
}

function malformed(entry: string, source: string): MlflowError {
  return new MlflowError(`${source} holds ${JSON.stringify(entry)}, which is no host`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: 'Write hosts such as store.example.com, *.example.com, localhost:9000, 10.0.0.0/8 or *, without a scheme.',
  })
}
