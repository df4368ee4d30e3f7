import { MlflowError } from '../errors/mlflow-error.ts'
import { pythonRepr } from './python-repr.ts'

/**
 * Refuses what may not stand between the brackets of an authority. Python 3.11's `urllib.parse._check_bracketed_host`
 * and the address rules of its `ipaddress`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE, where Python raises a ValueError
 */
export function checkBracketedHost(host: string): void {
  if (host.startsWith('v')) {
    if (/^v[a-fA-F0-9]+\.[^\n]+$/.test(host)) return
    throw invalid('IPvFuture address is invalid')
  }
  if (isIpv4Address(host)) throw invalid('An IPv4 address cannot be in brackets')
  if (!isIpv6Address(host)) {
    throw invalid(`${pythonRepr(host)} does not appear to be an IPv4 or IPv6 address`)
  }
}

function invalid(message: string): MlflowError {
  return new MlflowError(message, { code: 'INVALID_PARAMETER_VALUE' })
}

function isIpv4Address(text: string): boolean {
  const octets = text.split('.')
  return (
    octets.length === 4 && octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256)
  )
}

function isIpv6Address(text: string): boolean {
  const scope = text.indexOf('%')
  if (scope !== -1 && !/^[^%]+$/.test(text.slice(scope + 1))) return false

  const parts = (scope === -1 ? text : text.slice(0, scope)).split(':')
  const lastPart = parts.at(-1) ?? ''
  if (parts.length < 3) return false
  if (lastPart.includes('.')) {
    if (!isIpv4Address(lastPart)) return false
    parts.splice(-1, 1, '0', '0')
  }
  if (parts.length > 9) return false

  const skips = parts.flatMap((part, index) =>
    part === '' && index > 0 && index < parts.length - 1 ? [index] : [],
  )
  const [skip] = skips
  if (skip === undefined) return parts.length === 8 && parts.every(isHextet)
  if (skips.length > 1) return false

  // An empty first or last part is only allowed as the half of a `::`.
  const before = parts[0] === '' ? parts.slice(1, skip) : parts.slice(0, skip)
  const after = parts.at(-1) === '' ? parts.slice(skip + 1, -1) : parts.slice(skip + 1)
  if (parts[0] === '' && before.length > 0) return false
  if (parts.at(-1) === '' && after.length > 0) return false
  return before.length + after.length < 8 && [...before, ...after].every(isHextet)
}

function isHextet(text: string): boolean {
  return /^[0-9a-fA-F]{1,4}$/.test(text)
}
