import { crc32 } from 'node:zlib'
import { generatedFile } from '@mlflow-artifacts/testing/fault-server'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

/** Where the store gives a checksum, no wrong bit passes. */
export const flippedBitRow: MatrixRow = {
  name: '7 bit flipped on the way',
  trials: onBackends(['PS', 'GC'], async (arena, seed) => {
    const { random, server } = arena
    const { size } = arena.file
    const bytes = Buffer.concat([...arena.file.read(0, size)])
    const value = Buffer.alloc(4)
    value.writeUInt32BE(crc32(bytes))
    const headers = { 'x-amz-checksum-crc32': value.toString('base64'), 'x-amz-checksum-type': 'FULL_OBJECT' }
    // GCS sends its own of every object.
    if (arena.backend === 'PS') server.tree.set('run/model.bin', generatedFile(size, seed, { headers }))
    const always = random.next() < 0.2
    const times = random.integer(1, 2)
    const at = random.integer(0, size - 1)
    let flipped = 0
    arena.dataFaults = ({ headers }) => {
      const [, first = '0', last = String(size - 1)] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? []
      const isHit = at >= Number(first) && at <= Number(last || size - 1)
      if (!isHit || (!always && flipped >= times)) return undefined
      flipped += 1
      return { flipBitAt: at - Number(first) }
    }
    const result = await arena.attempt({ connectionsPerFile: random.integer(1, 4) })
    if (always === (result.outcome === 'right')) {
      throw new Error(always ? 'It succeeded with a wrong bit' : 'Two wrong bits were too much', {
        cause: arena.error,
      })
    }
    return result
  }),
  whole: 500,
  sample: 40,
}
