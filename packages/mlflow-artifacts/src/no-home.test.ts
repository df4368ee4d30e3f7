import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const BUILT = JSON.stringify(new URL('../dist/index.js', import.meta.url).href)

// A user id that stands in no passwd, as OpenShift gives one.
const STRANGER = ['unshare', '--user', '--map-user=4242', 'env', '-u', 'HOME'] as const
const canBeStranger = spawnSync(STRANGER[0], [...STRANGER.slice(1), 'true']).status === 0

let server: Server
let url: string

beforeAll(async () => {
  server = createServer(({ url: target = '' }, response) => {
    if (target.includes('list-type')) {
      response.end(
        '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated>' +
          '<Contents><Key>file</Key><Size>4</Size></Contents></ListBucketResult>',
      )
    } else if (target.includes('mlflow-artifacts/artifacts?')) {
      response.setHeader('content-type', 'application/json')
      response.end('{"files": [{"path": "file", "is_dir": false, "file_size": 4}]}')
    } else {
      response.statusCode = target.endsWith('/file') || target.includes('/file?') ? 200 : 404
      response.setHeader('content-length', 4)
      response.end('text')
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe.skipIf(!canBeStranger)('a user without a home has no files, and is served', () => {
  test.each([
    ['from the tracking server', 'mlflow-artifacts:/file', {}],
    ['with a netrc file that cannot be found', 'mlflow-artifacts:/file', { NETRC: '~/netrc' }],
    ['from S3', 's3://bucket/file', { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' }],
  ])('%s', async (_what, source, variables) => {
    const environment = { ...variables, MLFLOW_S3_ENDPOINT_URL: url }
    const script = `
      const { homedir } = await import('node:os')
      const hasHome = (() => { try { return homedir() } catch { return false } })()
      const { loadText } = await import(${BUILT})
      const options = ${JSON.stringify({ trackingUri: url, environment })}
      console.log(JSON.stringify([hasHome, await loadText(${JSON.stringify(source)}, options)]))`
    const [program, ...args] = [...STRANGER, process.execPath, '--input-type=module', '-e', script]
    expect(JSON.parse((await promisify(execFile)(program, args)).stdout)).toEqual([false, 'text'])
  })
})
