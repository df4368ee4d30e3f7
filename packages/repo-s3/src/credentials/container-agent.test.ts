import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { failureOf, textOf } from '../../test/collect.ts'
import { startStore } from '../../test/start-store.ts'

const TOKEN = 'agent-c4n4ry-token'
const GIVEN = { AccessKeyId: 'A', SecretAccessKey: 'B', Token: 'T', Expiration: '2100-01-01T00:00:00Z' }

/** A store, and the agent of a container, whose credentials it is read with. */
async function start(answer: (response: ServerResponse) => void) {
  const script = { answer, asked: 0 }
  const server = createServer((_, response) => {
    script.asked += 1
    script.answer(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { repository } = await startStore({ 'root/a': 'a' })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const environment = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: TOKEN,
  }
  return { script, reader: repository({ environment }) }
}
const give = (response: ServerResponse): unknown => response.end(JSON.stringify(GIVEN))
const silent = (): void => undefined

test('an agent that is silent is an error after three times two seconds, and is asked anew', async () => {
  const warned = vi.spyOn(console, 'warn')
  const { script, reader } = await start(silent)
  expect(await failureOf(reader.open('a'))).toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
    retryable: true,
    message:
      "The container's agent (AWS_CONTAINER_CREDENTIALS_FULL_URI) gave no credentials: it did not answer within 2 seconds",
    hint: expect.stringContaining('AWS_CONTAINER_CREDENTIALS_FULL_URI'),
  })
  expect(script.asked).toBe(3)
  expect(warned).not.toHaveBeenCalled()
  script.answer = give
  expect(await textOf(reader.open('a'))).toBe('a')
}, 30_000)

test('an agent that nobody waits for is not waited for, and is asked anew', async () => {
  const { script, reader } = await start(silent)
  const controller = new AbortController()
  const reason = new Error('enough')
  const first = expect(reader.open('a', { signal: controller.signal })).rejects.toBe(reason)
  await vi.waitUntil(() => script.asked > 0)
  script.answer = give
  controller.abort(reason)
  await first
  expect(await textOf(reader.open('a'))).toBe('a')
  expect(script.asked).toBe(2)
})

test.each<[string, (response: ServerResponse) => unknown]>([
  ['refuses', (response) => response.writeHead(403).end(`{"Message":"${TOKEN}"}`)],
  ['sends no JSON', (response) => response.end(`<${TOKEN}>`)],
  [
    'leaves out the key',
    (response) => response.end(JSON.stringify({ ...GIVEN, SecretAccessKey: undefined })),
  ],
  ['says no date', (response) => response.end(JSON.stringify({ ...GIVEN, Expiration: TOKEN }))],
])('an agent that %s is an error', { timeout: 30_000 }, async (_, answer) => {
  const { reader } = await start(answer)
  const error = await failureOf(reader.open('a'))
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false })
  expect(`${error.message} ${error.hint}`).not.toContain(TOKEN)
})

test('a token that cannot be sent is no fault that may pass', { timeout: 30_000 }, async () => {
  const { repository } = await startStore({})
  const environment = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/credentials',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: `${TOKEN}\nmore`,
  }
  const error = await failureOf(repository({ environment }).open('a'))
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false })
  expect(error.message).toContain('"authorization" holds a character that no header may hold')
  expect(error.message).not.toContain(TOKEN)
})

test('an agent elsewhere is not asked by http:', async () => {
  const { repository } = await startStore({})
  const environment = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://agent.invalid/credentials',
  }
  expect(await failureOf(repository({ environment }).open('a'))).toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining('is not asked by http:'),
  })
})
