import { BlockList, isIPv4 } from 'node:net'
import { MlflowError } from '@mlflow-artifacts/repository'
import { unquote } from '@mlflow-artifacts/repository/python'
import { hostKind } from '../destination/host-kind.ts'
import type { RequestUrl } from '../urls/parse-request-url.ts'
import type { Environment } from './environment.ts'

/** An HTTP proxy; its credentials stand beside its address. */
export interface HttpProxy {
  readonly uri: string
  readonly authorization: string | undefined
}

/**
 * The proxy for a URL, as python-requests chooses it: `HTTP_PROXY` or `HTTPS_PROXY` by the scheme, then `ALL_PROXY`,
 * unless `NO_PROXY` names the host; lower case goes before upper case. A name in `NO_PROXY` counts for the host and
 * what ends in `.` and the name, where python-requests is content with the same last letters. A link-local address, as a
 * metadata service has, is never reached through one: there it is that of another machine.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a malformed address, NOT_IMPLEMENTED for a SOCKS proxy, naming the
 *   variable and not its value
 */
export function selectProxy(
  url: RequestUrl,
  setting: string | false | undefined,
  environment: Environment,
): HttpProxy | undefined {
  if (setting === false || hostKind(url.hostname) === 'link-local') return undefined
  if (setting !== undefined) return parseProxy(setting, 'The option http.proxy')
  if (isBypassed(url, environment.no_proxy || environment.NO_PROXY || '')) return undefined
  for (const name of [`${url.scheme}_proxy`, 'all_proxy']) {
    const upper = name.toUpperCase()
    const [variable, value] =
      environment[name] === undefined ? [upper, environment[upper]] : [name, environment[name]]
    if (value) return parseProxy(value, variable)
  }
  return undefined
}

/**
 * A proxy that an option or a variable names.
 *
 * @param source - names it in errors
 * @throws MlflowError INVALID_PARAMETER_VALUE for what is no URL, NOT_IMPLEMENTED for another kind of proxy
 */
export function parseProxy(value: string, source: string): HttpProxy {
  const text = value.includes('://') ? value : `http://${value}`
  if (!URL.canParse(text)) {
    throw new MlflowError(`${source} holds no valid URL`, { code: 'INVALID_PARAMETER_VALUE' })
  }
  const { protocol, host, username, password } = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new MlflowError(`${source} names a proxy of the kind ${protocol}, which is not supported`, {
      code: 'NOT_IMPLEMENTED',
      hint: 'Use an http: or https: proxy.',
    })
  }
  const userinfo = `${unquote(username)}:${unquote(password)}`
  return {
    uri: `${protocol}//${host}`,
    authorization: username === '' ? undefined : `Basic ${Buffer.from(userinfo).toString('base64')}`,
  }
}

function isBypassed({ hostname, port }: RequestUrl, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      if (isIPv4(hostname) && entry.includes('/')) return isInNetwork(hostname, entry)
      const name = entry.toLowerCase().replace(/^\*?\./, '')
      return [hostname, `${hostname}:${port}`, `[${hostname}]`, `[${hostname}]:${port}`].some(
        (host) => host === name || host.endsWith(`.${name}`),
      )
    })
}

function isInNetwork(address: string, network: string): boolean {
  const [base = '', prefix = ''] = network.split('/')
  if (!isIPv4(base) || !/^\d+$/.test(prefix) || Number(prefix) > 32) return false
  const list = new BlockList()
  list.addSubnet(base, Number(prefix))
  return list.check(address)
}
