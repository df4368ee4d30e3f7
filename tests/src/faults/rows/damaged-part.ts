import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Arena } from '../arena.ts'
import { interrupted } from '../interrupted.ts'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

/** A bit that flips in the partial file between two runs is found out. */
export const damagedPartRow: MatrixRow = {
  name: '8 bit flipped in the .part',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena) => {
    await interrupted(arena)
    await flipBit(arena)
    const before = arena.sent
    const result = await arena.attempt()
    if (result.outcome !== 'right') throw new Error('The second run failed', { cause: arena.error })
    return { ...result, sent: arena.sent - before }
  }),
  whole: 200,
  sample: 20,
}

async function flipBit({ dstPath, random }: Arena): Promise<void> {
  const name = (await readdir(dstPath)).find((entry) => entry.endsWith('.part'))
  if (name === undefined) return
  const file = await open(join(dstPath, name), 'r+')
  try {
    const { size } = await file.stat()
    const position = random.integer(0, size - 1)
    const byte = Buffer.alloc(1)
    await file.read(byte, 0, 1, position)
    byte.writeUInt8(byte.readUInt8() ^ (1 << random.integer(0, 7)))
    await file.write(byte, 0, 1, position)
  } finally {
    await file.close()
  }
}
