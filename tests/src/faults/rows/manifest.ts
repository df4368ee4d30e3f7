import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SeededRandom } from '@mlflow-artifacts/testing/fault-server'
import { interrupted } from '../interrupted.ts'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

type Spoil = (text: string, random: SeededRandom) => string | Buffer

const VALUES: readonly [unknown, ...unknown[]] = [
  null,
  0,
  1,
  -1,
  7,
  1e15,
  1e300,
  0.5,
  '',
  'x',
  'ff',
  [],
  {},
  true,
  2 ** 32,
  [[]],
  '__proto__',
]

const SPOILS: readonly [Spoil, ...Spoil[]] = [
  (text, random) => text.slice(0, random.integer(0, text.length - 1)),
  (_text, random) => random.bytes(random.integer(0, 300)),
  (text) => text.replace('"version":2', '"version":1'),
  (text, random) => {
    const bytes = Buffer.from(text)
    for (let count = random.integer(1, 8); count > 0; count -= 1) {
      const position = random.integer(0, bytes.byteLength - 1)
      bytes.writeUInt8(random.integer(32, 126), position)
    }
    return bytes
  },
  (text, random) =>
    text.replace(/\d+/g, (digits) => (random.next() < 0.2 ? String(random.integer(0, 1e6)) : digits)),
  changedField,
  (text) => text.replace(/"tag":"[^"]*"/, '"tag":"../../of another file"'),
  (text) => text.replaceAll(/^\{"index".*$/gm, ''),
  (text, random) => `${text}${'{"index":0,"written":1,"crc":1}\n'.repeat(random.integer(1, 200_000))}`,
  (text, random) => text.repeat(random.integer(2, 3)),
  (text, random) =>
    text
      .split('\n')
      .toSorted(() => random.next() - 0.5)
      .join('\n'),
]

/** Whatever a manifest says, the next run ends with the right file. */
export const manifestRow: MatrixRow = {
  name: '9 spoilt manifest',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena) => {
    await interrupted(arena)
    const name = (await readdir(arena.dstPath)).find((entry) => entry.endsWith('.part.json'))
    if (name !== undefined) {
      const path = join(arena.dstPath, name)
      await writeFile(path, arena.random.pick(SPOILS)(await readFile(path, 'utf8'), arena.random))
    }
    const before = arena.sent
    const result = await arena.attempt()
    if (result.outcome !== 'right') throw new Error('The second run failed', { cause: arena.error })
    return { ...result, sent: arena.sent - before }
  }),
  whole: 300,
  sample: 30,
}

/** The manifest with another value in one field, of its own or of one of its parts. */
function changedField(text: string, random: SeededRandom): string {
  const lines = text.split('\n').filter((line) => line !== '')
  const changed = random.integer(0, lines.length - 1)
  const target = JSON.parse(lines[changed] ?? '{}')
  const fields = Object.keys(target)
  target[fields[random.integer(0, fields.length - 1)] ?? 'size'] = random.pick(VALUES)
  return `${lines.with(changed, JSON.stringify(target)).join('\n')}\n`
}
