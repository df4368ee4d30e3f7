import {
  type Fault,
  generatedFile,
  SeededRandom,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { onTestFinished, test } from 'vitest'
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
