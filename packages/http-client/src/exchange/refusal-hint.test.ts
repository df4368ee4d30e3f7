import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { makeClient } from '../../test/make-client.ts'
import { listen, serve } from '../../test/serve.ts'

const NGINX = (status: string, words: string): string =>
  `<html><head><title>400 ${words}</title></head><body><center><h1>${status}</h1></center><center>${words}</center></body></html>`

async function hintOf(status: number, headers: Record<string, string | string[]>, body = '') {
  const server = await serve((response) => response.writeHead(status, headers).end(body))
  const client = makeClient(server.origin)
  const hints = await Promise.all(
    (['once', 'data'] as const).map(
      async (kind) => (await client.request({ url: server.origin, kind })).hint,
    ),
  )
  expect(new Set(hints).size).toBe(1)
  return hints[0]
}

describe('a way to authenticate that is not supported is named', () => {
  test.each<[string | string[], RegExp | undefined]>([
    ['Negotiate', /offers Negotiate only, which are not supported/],
    ['NTLM', /offers NTLM only/],
    [['Negotiate', 'NTLM'], /offers Negotiate and NTLM only/],
    ['Negotiate TlRMTVNTUAAC==, NTLM', /offers Negotiate and NTLM only/],
    ['Basic realm="NTLM, Negotiate"', undefined],
    [['Negotiate', 'Basic realm="mlflow"'], undefined],
    ['Bearer realm="a", error="invalid_token"', undefined],
  ])('%j', async (offered, expected) => {
    const hint = await hintOf(401, { 'www-authenticate': offered })
    if (expected === undefined) expect(hint).toBeUndefined()
    else expect(hint).toMatch(expected)
  })
})

describe('words that say what is wrong', () => {
  test.each<[number, string, RegExp]>([
    [400, NGINX('400 Bad Request', 'No required SSL certificate was sent'), /asks for a client certificate/],
    [400, NGINX('400 Bad Request', 'The SSL certificate error'), /does not accept the client certificate/],
    [400, NGINX('400', 'The plain HTTP request was sent to HTTPS port'), /write https:\/\//],
    [400, 'Client sent an HTTP request to an HTTPS server.\n', /write https:\/\//],
    [403, '{"message":"Missing Authentication Token"}', /SigV4/],
    [
      403,
      'Invalid Host header - possible DNS rebinding attack detected',
      /name 127\.0\.0\.1:\d+: .*mlflow server --allowed-hosts 127\.0\.0\.1:\d+/,
    ],
    [
      503,
      'Endpoint: /x disabled due to the mlflow server running in `--artifacts-only` mode. To …',
      /serves artifacts, and knows no runs and no models\. Put .* MLFLOW_TRACKING_URI/,
    ],
  ])('%i %s', async (status, body, expected) => {
    expect(await hintOf(status, {}, body)).toMatch(expected)
  })

  test('are none in an answer that is no refusal', async () => {
    expect(await hintOf(200, {}, '{"message":"Missing Authentication Token"}')).toBeUndefined()
  })
})

test('a page that came through a proxy in the open may be its own', async () => {
  const page = '<html><body>Access Denied by policy</body></html>'
  const proxy = createServer((_request, response) =>
    response.writeHead(403, { 'content-type': 'text/html' }).end(page),
  )
  const settings = { proxy: `http://me:pw@127.0.0.1:${await listen(proxy)}` }
  const client = makeClient('http://mlflow.test', { settings })
  const { hint } = await client.request({ url: 'http://mlflow.test/p' })
  expect(hint).toMatch(
    /^The page may be one of the proxy http:\/\/127\.0\.0\.1:\d+, and not of http:\/\/mlflow\.test/,
  )
  expect(hint).toContain('NO_PROXY')
})
