import { expect, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve } from '../../test/serve.ts'
import type { HttpSettings } from '../index.ts'

test.each([
  ['http', 'cert', `{ "cert": "${CANARY}" }`],
  ['http.tls', 'pfx', `{ "tls": { "pfx": "${CANARY}" } }`],
  ['http.timeouts', 'connect', '{ "timeouts": { "connect": 1 } }'],
  ['http.retries', 'total', '{ "retries": { "total": 1 } }'],
])('%s says that it knows no %s', async (option, name, text) => {
  const settings: HttpSettings = JSON.parse(text)
  const server = await serve((response) => response.end())
  const error = await failureOf(makeClient(server.origin, { settings }).request({ url: server.origin }))
  expect(error).toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: `The option ${option} knows no ${JSON.stringify(name)}`,
  })
  expect(server.seen).toEqual([])
})
