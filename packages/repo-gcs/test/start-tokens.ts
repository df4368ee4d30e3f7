import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** What a server that gives out tokens was asked. */
interface TokenRequest {
  readonly headers: IncomingHttpHeaders
  readonly path: string
  readonly body: string
}

/** A server that gives out tokens: of a metadata server, or for what an identity provider vouches for. */
export interface TokenServer {
  readonly url: string
  readonly asked: readonly TokenRequest[]
  /** Answers in place of the server; `true`: it did. */
  instead: (request: TokenRequest, response: ServerResponse) => boolean
}

/** Its tokens are `canary-token-1` and so on. */
export async function startTokens(): Promise<TokenServer> {
  const asked: TokenRequest[] = []
  let tokens = 0
  const server = createServer(async (incoming, response) => {
    const { url: path = '', headers } = incoming
    const request = { headers, path, body: await text(incoming) }
    asked.push(request)
    if (tokenServer.instead(request, response)) return
    if (path.includes('/universe/')) {
      response.writeHead(404, { 'metadata-flavor': 'Google' }).end()
      return
    }
    if (path.includes('/token')) tokens += 1
    const token = { access_token: `canary-token-${tokens}`, expires_in: 3600, token_type: 'Bearer' }
    response.writeHead(200, { 'metadata-flavor': 'Google', 'content-type': 'application/json' })
    response.end(JSON.stringify(path.includes('/token') ? token : {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const tokenServer: TokenServer = { url: `http://127.0.0.1:${port}`, asked, instead: () => false }
  return tokenServer
}

/** A folder of the test's own. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gcs-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** The key of an account for which an identity provider vouches, in a file; its tokens come from a server of the test. */
export async function writeKey(file: string, tokenUrl: string, more: object = {}): Promise<void> {
  const subject = `${file}.subject`
  await writeFile(subject, 'canary-subject-token')
  const key = {
    type: 'external_account',
    audience: 'audience',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${tokenUrl}/token`,
    credential_source: { file: subject },
    ...more,
  }
  await writeFile(file, JSON.stringify(key))
}
