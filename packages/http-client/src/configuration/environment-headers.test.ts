import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve, type TestServer } from '../../test/serve.ts'
import type { HttpSettings } from '../index.ts'

const serveOk = (): Promise<TestServer> => serve((response) => response.end('{}'))

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'http-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'headers')
  writeFileSync(file, text)
  return file
}

async function sent(environment: Record<string, string>, settings: HttpSettings = {}) {
  const server = await serveOk()
  await makeClient(server.origin, { environment, settings }).request({ url: server.origin })
  return server.seen[0]?.headers ?? {}
}

const variable = `CF-Access-Client-Id: id.access\nCF-Access-Client-Secret : ${CANARY} `

test('the headers of the variable and of the file go to the tracking server, and nowhere else', async () => {
  const [tracking, other] = [await serveOk(), await serveOk()]
  const file = fileWith('# of the gateway\r\n\r\nX-File: f\r\nCF-Access-Client-Id: file\r\n')
  const environment = { MLFLOW_ARTIFACTS_HEADERS: variable, MLFLOW_ARTIFACTS_HEADERS_FILE: file }
  const client = makeClient(tracking.origin, { environment })
  for (const { origin } of [tracking, other]) await client.request({ url: origin })
  expect(tracking.seen[0]?.headers).toMatchObject({
    'cf-access-client-id': 'id.access',
    'cf-access-client-secret': CANARY,
    'x-file': 'f',
  })
  expect(JSON.stringify(other.seen)).not.toMatch(/c4n4ry|access|x-file/)
})

test('they go before user and token, and behind the options', async () => {
  const environment = { MLFLOW_TRACKING_TOKEN: 't', MLFLOW_ARTIFACTS_HEADERS: 'Authorization: v\nX: v\nY: v' }
  expect(await sent(environment)).toMatchObject({ authorization: 'v', x: 'v', y: 'v' })
  const settings: HttpSettings = { headers: { x: 'option' }, auth: () => ({ Y: 'hook' }) }
  expect(await sent(environment, settings)).toMatchObject({ authorization: 'v', x: 'option', y: 'hook' })
})

test.each([
  ['MLFLOW_ARTIFACTS_HEADERS', `good: 1\n${CANARY}`, 'has no header in line 2'],
  ['MLFLOW_ARTIFACTS_HEADERS', `a b: ${CANARY}`, 'has no header in line 1'],
  ['MLFLOW_ARTIFACTS_HEADERS_FILE', `/nonexistent/${CANARY}`, 'names a file that cannot be read: ENOENT'],
  ['MLFLOW_ARTIFACTS_HEADERS_FILE', `X-Secret: ${CANARY}`, 'names a file that cannot be read: ENOENT'],
])('%s that cannot be used is an error that does not show it', async (name, value, problem) => {
  const server = await serveOk()
  const client = makeClient(server.origin, { environment: { [name]: value } })
  const error = await failureOf(client.request({ url: server.origin }))
  expect(error).toMatchObject({ code: 'INVALID_PARAMETER_VALUE', message: `${name} ${problem}` })
  expect(server.seen).toEqual([])
})
