import {
  type Fault,
  generatedFile,
  SeededRandom,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { expect, onTestFinished, test } from 'vitest'
import { fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'

const READERS = 12
const BODIES_PER_READER = 6
const MOST_BYTES = 3 * 2 ** 20
const MOST_HELD = 5
const FRAMINGS = ['length', 'chunked', 'close', 'http1.0'] as const
/** A run is repeated by its seed: SEED=… npm test */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 24))

test.each(['http', 'https'])(
  `no byte is overwritten that somebody still reads: %s (SEED=${SEED})`,
  async (scheme) => {
    const pem = fixturePem('server')
    const tls = scheme === 'https' ? { key: pem, cert: pem } : undefined
    const server = await startFaultServer({ files: [], ...(tls && { tls }) })
    onTestFinished(() => server.close())
    const client = makeClient(undefined, { settings: { tls: { rejectUnauthorized: false } } })

    async function readBodies(seed: number): Promise<void> {
      const random = new SeededRandom(seed)
      for (let body = 0; body < BODIES_PER_READER; body += 1) {
        const path = `${seed}-${body}`
        const file = generatedFile(random.integer(0, MOST_BYTES), seed + body)
        server.tree.set(path, file)
        const { body: chunks, recycle } = await client.request({
          url: `${server.origin}/files/${path}`,
          kind: 'data',
        })
        const held: { chunk: Uint8Array; start: number }[] = []
        let position = 0
        const giveBack = (): void => {
          const { chunk, start } = held.shift() ?? { chunk: new Uint8Array(), start: 0 }
          const expected = Buffer.concat([...file.read(start, start + chunk.byteLength)])
          if (!expected.equals(chunk)) throw new Error(`${path}: wrong bytes at ${start} (seed ${seed})`)
          // A part of a chunk is not the chunk, nor is one that was given back before.
          if (random.next() < 0.3) recycle?.(chunk.subarray(1))
          recycle?.(chunk)
          if (random.next() < 0.3) recycle?.(chunk)
        }
        for await (const chunk of chunks) {
          held.push({ chunk, start: position })
          position += chunk.byteLength
          if (held.length > random.integer(0, MOST_HELD)) giveBack()
        }
        while (held.length > 0) giveBack()
        if (position !== file.size)
          throw new Error(`${path}: ${position} bytes of ${file.size} (seed ${seed})`)
      }
    }

    const random = new SeededRandom(SEED)
    server.faults = (): Fault => ({
      framing: random.pick(FRAMINGS),
      ...(random.next() < 0.2 && { drip: { bytes: random.integer(1_000, 200_000), everyMs: 0 } }),
    })
    await Promise.all(Array.from({ length: READERS }, (_, reader) => readBodies(SEED + 100 * reader)))
  },
)

test('small bodies that are given back take no more memory than a few of them, though each came with its head', async () => {
  const server = await startFaultServer({ files: [['small.bin', generatedFile(10_000, 0)]] })
  onTestFinished(() => server.close())
  const client = makeClient(undefined)
  const used = new Set<ArrayBufferLike>()
  for (let request = 0; request < 100; request += 1) {
    const { body, recycle } = await client.request({ url: `${server.origin}/files/small.bin`, kind: 'data' })
    for await (const chunk of body) {
      used.add(chunk.buffer)
      recycle?.(chunk)
    }
  }
  expect(used.size).toBeLessThan(5)
})
