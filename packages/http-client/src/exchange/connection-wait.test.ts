import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve } from '../../test/serve.ts'
import { readText } from '../index.ts'

const LARGE = Buffer.alloc(8 * 2 ** 20, 'x')

async function filled(waitMs: number, kind: 'data' | 'control') {
  const server = await serve((response, { url }) => response.end(url === '/large' ? LARGE : 'ok'))
  const client = makeClient(undefined, { settings: { maxConnectionsPerOrigin: 3, timeouts: { waitMs } } })
  const large = () => client.request({ url: `${server.origin}/large`, kind: 'data' })
  const open = await Promise.all([large(), large(), large()] as const)
  return { open, queued: client.request({ url: `${server.origin}/small`, kind }) }
}

describe.each(['data', 'control'] as const)('a request for which no connection is free: %s', (kind) => {
  test('fails when nobody reads what holds them', async () => {
    const { queued, open } = await filled(50, kind)
    const error = await failureOf(queued)
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', retryable: false })
    expect(error.message).toContain('No connection became free within 0.05 seconds: 3 answers hold')
    expect(error.hint).toContain('http.maxConnectionsPerOrigin')
    // They are as whole as before.
    for (const response of open) expect(await readText(response)).toHaveLength(LARGE.byteLength)
  })

  test('waits as long as somebody reads', async () => {
    const { queued, open } = await filled(2_000, kind)
    const slowly = async (body: AsyncIterable<Uint8Array>): Promise<number> => {
      let size = 0
      for await (const chunk of body) {
        size += chunk.byteLength
        await delay(10)
      }
      return size
    }
    const [first, ...others] = open
    expect(await slowly(first.body)).toBe(LARGE.byteLength)
    expect(await readText(await queued)).toBe('ok')
    for (const response of others) await readText(response)
  })
})
