import type { AllowedHost } from './allowed-host.ts'
import { isInNetworks } from './is-in-networks.ts'

/** Whether an entry names a host of a parsed URL: a name in lower case, or an address, without brackets. */
export function coversHost(
  { kind, host, port }: AllowedHost,
  target: { readonly hostname: string; readonly port: number },
): boolean {
  if ((port ?? target.port) !== target.port) return false
  const name = target.hostname.replace(/\.$/, '')
  switch (kind) {
    case 'any':
      return true
    case 'below':
      return name.endsWith(`.${host}`)
    case 'name':
      return name === host
    case 'network':
      return isInNetworks(name, [host])
  }
}
