import { createServer } from 'node:http'
import { inspect } from 'node:util'
import type { RetryEvent } from '@mlflow-artifacts/repository'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createArtifacts } from './compose.ts'

const RUN = '393fa378af354d8b91a3b7ffd43986ee'
const CANARY = 'c4n4ry-token'
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts'

/** Refuses whatever it is asked for the first time, and repeats what it was sent. */
const asked = new Set<string>()
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://server')
  if (!asked.has(pathname)) {
    asked.add(pathname)
    response.writeHead(503).end(`busy, ${request.headers.authorization}`)
  } else if (pathname.endsWith('/runs/get')) {
    const info = {
      run_id: RUN,
      experiment_id: '1',
      lifecycle_stage: 'active',
      artifact_uri: 'mlflow-artifacts:/1/r',
    }
    response.end(JSON.stringify({ run: { info, data: {} } }))
  } else if (pathname === ARTIFACTS) {
    response.end(JSON.stringify({ files: [{ path: 'a.txt', is_dir: false, file_size: 7 }] }))
  } else if (pathname.startsWith(ARTIFACTS)) {
    response.setHeader('content-disposition', 'attachment')
    response.end('content')
  } else response.end('{}')
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('what is tried again is told: of the tracking server, of a listing, and of the bytes of a file', async () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : ''
  const events: RetryEvent[] = []
  const artifacts = createArtifacts({
    trackingUri: `http://127.0.0.1:${port}`,
    environment: {
      MLFLOW_TRACKING_TOKEN: CANARY,
      MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false',
      HOME: '/nonexistent',
    },
    http: { retries: { backoffFactor: 0, jitter: 0 } },
    onRetry: (event) => events.push(event),
  })
  expect(await artifacts.loadText({ runId: RUN, artifactPath: 'a.txt' })).toBe('content')
  const paths = events.map(({ uri }) => uri.replace(/^http:\/\/127\.0\.0\.1:\d+|\?.*$/g, ''))
  expect(paths).toEqual(
    expect.arrayContaining(['/api/2.0/mlflow/runs/get', ARTIFACTS, `${ARTIFACTS}/1/r/a.txt`]),
  )
  for (const event of events) {
    expect(event).toMatchObject({ attempt: 2, attempts: 8, delayMs: expect.any(Number) })
    expect(event.error).toMatchObject({ retryable: true })
  }
  expect(inspect(events, { depth: 9 })).not.toContain(CANARY)
})
