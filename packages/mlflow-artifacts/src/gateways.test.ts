import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createArtifacts } from './index.ts'

const RUN = '0123456789abcdef0123456789abcdef'
const FILES: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 8 }, (_, index) => [`f${index}.txt`, `content of ${index}`]),
)
const CERTIFICATE: string = readFileSync(
  fileURLToPath(new URL('../../http-client/test/fixtures/server.pem', import.meta.url)),
  'utf8',
)

async function listen(server: Server & { closeAllConnections(): void }): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

/** What a server of MLflow answers: one run, with a few files. */
function answerAsMlflow({ url = '' }: IncomingMessage, response: ServerResponse, artifactUri: string): void {
  const { pathname } = new URL(url, 'http://h')
  if (pathname.endsWith('/runs/get')) {
    const info = { run_id: RUN, experiment_id: '1', artifact_uri: artifactUri, lifecycle_stage: 'active' }
    response.end(JSON.stringify({ run: { info } }))
  } else if (pathname.endsWith('/mlflow-artifacts/artifacts')) {
    const files = Object.entries(FILES).map(([path, { length }]) => ({
      path,
      file_size: length,
      is_dir: false,
    }))
    response.end(JSON.stringify({ files }))
  } else if (pathname.includes('/mlflow-artifacts/artifacts/')) {
    response.end(FILES[pathname.slice(pathname.lastIndexOf('/') + 1)])
  } else {
    response.end('{}')
  }
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateways-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Downloads the run; what changes in the environment meanwhile counts. */
async function downloadRun(environment: Record<string, string | undefined>, concurrency = 4): Promise<void> {
  const home = makeFolder()
  Object.assign(environment, { HOME: home, USERPROFILE: home, MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' })
  const dstPath = join(home, 'run')
  await createArtifacts({ environment }).downloadArtifacts({ runId: RUN }, { dstPath, concurrency })
  for (const [name, content] of Object.entries(FILES)) {
    expect(readFileSync(join(dstPath, name), 'utf8')).toBe(content)
  }
}

const refuse = (response: ServerResponse, status = 401): unknown =>
  response.writeHead(status, { 'content-type': 'application/json' }).end('{"message":"Unauthorized"}')

test('a run is downloaded through an ingress that sends everybody to https', async () => {
  const secure = await listen(
    createTlsServer({ cert: CERTIFICATE, key: CERTIFICATE }, (request, response) => {
      if (request.headers.authorization !== 'Bearer t') refuse(response)
      else answerAsMlflow(request, response, 'mlflow-artifacts:/1')
    }),
  )
  const ingress = await listen(
    createServer((request, response) =>
      response.writeHead(308, { location: `https://${secure}${request.url}` }).end(),
    ),
  )
  await downloadRun({
    MLFLOW_TRACKING_URI: `http://${ingress}`,
    MLFLOW_TRACKING_TOKEN: 't',
    MLFLOW_TRACKING_INSECURE_TLS: 'true',
  })
})

test('a separate server of artifacts gets the workspace, and where it is trusted, the credentials', async () => {
  const headers: IncomingMessage['headers'][] = []
  const artifactsOnly = await listen(
    createServer((request, response) => {
      headers.push(request.headers)
      const { authorization, 'x-mlflow-workspace': workspace } = request.headers
      if (authorization !== 'Bearer t' || workspace !== 'team') refuse(response)
      else answerAsMlflow(request, response, '')
    }),
  )
  const tracking = await listen(
    createServer((request, response) => {
      if (request.url?.endsWith('/server-info')) response.end('{"workspaces_enabled": true}')
      else answerAsMlflow(request, response, `mlflow-artifacts://${artifactsOnly}/1`)
    }),
  )
  const environment = {
    MLFLOW_TRACKING_URI: `http://${tracking}`,
    MLFLOW_TRACKING_TOKEN: 't',
    MLFLOW_WORKSPACE: 'team',
  }
  await expect(downloadRun({ ...environment })).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
    hint: expect.stringContaining('MLFLOW_ARTIFACTS_TRUSTED_ORIGINS'),
  })
  expect(headers.length).toBeGreaterThan(0)
  expect(headers.every(({ authorization }) => authorization === undefined)).toBe(true)
  expect(headers.every((sent) => sent['x-mlflow-workspace'] === 'team')).toBe(true)
  await downloadRun({ ...environment, MLFLOW_ARTIFACTS_TRUSTED_ORIGINS: `http://${artifactsOnly}` })
})

test('a token that is renewed during a download is heeded, and one that expired is said to be', async () => {
  let good = 'Bearer one'
  let files = 0
  let onExpiry = (): void => undefined
  const listener: RequestListener = (request, response) => {
    if (request.url?.includes('/artifacts/f') && ++files === 4) {
      good = 'Bearer two'
      onExpiry()
    }
    if (request.headers.authorization !== good) refuse(response)
    else answerAsMlflow(request, response, 'mlflow-artifacts:/')
  }
  const MLFLOW_TRACKING_URI = `http://${await listen(createServer(listener))}`
  const environment = { MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN: 'one' }
  onExpiry = () => {
    environment.MLFLOW_TRACKING_TOKEN = 'two'
  }
  await downloadRun(environment, 1)

  ;[good, files, onExpiry] = ['Bearer one', 0, () => undefined]
  await expect(downloadRun({ MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN: 'one' }, 1)).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
    hint: expect.stringMatching(/MLFLOW_TRACKING_TOKEN were accepted before, and have expired/),
  })
})

test('a gateway that sets a cookie, and one that wants headers of its own, let a download through', async () => {
  const gateway = await listen(
    createServer((request, response) => {
      const { cookie, 'cf-access-client-id': id } = request.headers
      if (id !== 'me') refuse(response, 403)
      else if (cookie !== 'seen=1') {
        response.writeHead(302, { location: request.url, 'set-cookie': 'seen=1; Path=/; HttpOnly' }).end()
      } else answerAsMlflow(request, response, 'mlflow-artifacts:/1')
    }),
  )
  const MLFLOW_TRACKING_URI = `http://${gateway}`
  await downloadRun({ MLFLOW_TRACKING_URI, MLFLOW_ARTIFACTS_HEADERS: 'CF-Access-Client-Id: me' })
})
