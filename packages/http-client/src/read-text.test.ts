import { expect, test } from 'vitest'
import { CANARY, failureOf } from '../test/failure-of.ts'
import { makeClient } from '../test/make-client.ts'
import { serve } from '../test/serve.ts'
import { readText } from './index.ts'

test('text is UTF-8, also where a character comes in pieces', async () => {
  const server = await serve((response) => {
    const [first, ...rest] = Buffer.from('é€')
    response.write(Buffer.from([first ?? 0]), () => response.end(Buffer.from(rest)))
  })
  expect(await readText(await makeClient(undefined).request({ url: server.origin, kind: 'data' }))).toBe('é€')
})

test('no more is read than allowed, and the rest is not fetched', async () => {
  let closed: Promise<unknown> = Promise.resolve()
  const server = await serve((response) => {
    closed = new Promise((resolve) => response.on('close', resolve))
    response.write('x'.repeat(101))
  })
  const url = `${server.origin}/?token=${CANARY}`
  const response = await makeClient(undefined).request({ url, kind: 'data' })
  const error = await failureOf(readText(response, 100))
  expect(error).toMatchObject({ code: 'MAX_READ_SIZE_EXCEEDED', uri: `${server.origin}/?token=REDACTED` })
  await closed
})

test('an encoding that nobody asked for is refused', async () => {
  const server = await serve((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('?'))
  const error = await failureOf(
    makeClient(undefined)
      .request({ url: server.origin })
      .then((response) => readText(response)),
  )
  expect(error.message).toBe("The answer has the content encoding 'gzip', which was not asked for")
})
