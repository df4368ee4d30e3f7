// Changes files as its parent says, until the parent hangs up. Synchronously, as most programs that write files do.
import {
  closeSync,
  openSync,
  renameSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { generatedFile } from '@mlflow-artifacts/testing/fault-server'
import { type Change, type ChangeStep, OLD_TIME, type WayOfChange } from './change.ts'

const STEPS: Readonly<Record<WayOfChange, (path: string, size: number, bytes: Buffer) => void>> = {
  append: (path, _size, bytes) => writeTo(path, 'a', bytes),
  truncate: (path, size) => truncateSync(path, size),
  rewrite: (path, _size, bytes) => writeTo(path, 'r+', bytes),
  'rewrite and restore its time': (path, _size, bytes) => {
    writeTo(path, 'r+', bytes)
    utimesSync(path, OLD_TIME, OLD_TIME)
  },
  replace: (path, _size, bytes) => {
    writeFileSync(`${path}.new`, bytes)
    renameSync(`${path}.new`, path)
  },
  delete: (path) => unlinkSync(path),
}

/** In as few calls as there can be: while one lasts, nothing says that it goes on. */
function writeTo(path: string, flags: string, bytes: Buffer): void {
  const file = openSync(path, flags)
  try {
    for (let rest = bytes; rest.byteLength > 0; ) rest = rest.subarray(writeSync(file, rest))
  } finally {
    closeSync(file)
  }
}

function bytesOf(how: WayOfChange, { seed, size }: ChangeStep): Buffer {
  return how === 'delete' || how === 'truncate'
    ? Buffer.of()
    : Buffer.concat([...generatedFile(size, seed).read(0, size)])
}

async function change({ path, how, afterMs, steps }: Change): Promise<void> {
  const prepared = steps.map((step) => ({ ...step, bytes: bytesOf(how, step) }))
  process.send?.('prepared')
  await delay(afterMs)
  for (const { size, bytes } of prepared) STEPS[how](path, size, bytes)
}

process.on('message', (job: Change) => void change(job).then(() => process.send?.('changed')))
process.on('disconnect', () => process.exit())
process.send?.('ready')
