import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { failureOf, textOf } from '../../test/collect.ts'
import { startStore } from '../../test/start-store.ts'

const ERROR = '<Error><Code>AccessDenied</Code><Message>No</Message></Error>'
const XML = 'application/xml'

/** Opens an artifact whose answer has status 200, and comes in these pieces. */
async function open(
  pieces: readonly string[],
  type: string | undefined,
  headers: Record<string, string> = {},
) {
  const server = createServer(async (_, response) => {
    response.writeHead(200, { ...headers, ...(type !== undefined && { 'content-type': type }) })
    for (const piece of pieces) {
      response.write(piece)
      // Each in a packet of its own.
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
    }
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { repository } = await startStore({})
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return repository({ environment: { MLFLOW_S3_ENDPOINT_URL: `http://127.0.0.1:${port}` } }).open('a')
}

test.each<[string, string[], string?]>([
  ['whole', [`<?xml version="1.0"?>${ERROR}`]],
  ['behind its declaration', ['<?xml version="1.0" encoding="UTF-8"?>\n', ERROR]],
  ['behind spaces', ['  ', '\n ', ERROR]],
  ['byte by byte', [...`\uFEFF<?xml version="1.0"?><!-- > --><s3:Error>`, ERROR.slice(7)]],
  ['behind a long comment', [`<!--${'<Key>'.repeat(600)}-->${ERROR}`]],
  ['behind a comment in pieces', ['<!--', 'x'.repeat(300), '-->', ERROR]],
  ['behind a document type', ['<!DOCTYPE Error [<!ENTITY a "b>">]>', ERROR]],
  ['with a type in capitals', [ERROR], 'Application/XML; charset=UTF-8'],
  ['without content', ['<Error/>']],
])('an error with status 200 is one: %s', async (_, pieces, type = XML) => {
  expect((await failureOf(open(pieces, type))).message).toMatch(/^Failed to read s3:\/\/bucket\/root\/a: /)
})

test.each<[string, string[], string?]>([
  ['another root', ['<?xml version="1.0"?>', '<Err', 'ors>', '<Error>', '</Errors>']],
  ['no root', ['  ', '<!-- -->', ' ']],
  ['half a tag', ['<', 'Err']],
  ['nothing', []],
  ['text', ['Error']],
  ['an error further on', [' '.repeat(4096), ERROR]],
  ['one of no type', [ERROR], ''],
  ['one of another type', [ERROR], 'text/plain'],
])('what is no error is handed on as it came: %s', async (_, pieces, type = XML) => {
  expect(await textOf(open(pieces, type || undefined))).toBe(pieces.join(''))
})

test('an object, which has an ETag, is handed on as it came', async () => {
  expect(await textOf(open([ERROR], XML, { etag: '"x"' }))).toBe(ERROR)
})
