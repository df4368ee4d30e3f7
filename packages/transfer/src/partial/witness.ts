import { type BigIntStats, close, closeSync, constants, fstatSync, open, openSync } from 'node:fs'
import { promisify } from 'node:util'
import type { QuickCalls } from '@mlflow-artifacts/repository'
import { SAFELY } from './own-files.ts'
import { lstatIfThere } from './same-file.ts'

const FLAGS = constants.O_RDONLY | SAFELY
const openLater = promisify(open)
const closeLater = promisify(close)

/**
 * A look at what has a name, which lasts: a file that nobody has open may be removed, and its number given to the next one
 * that is made, which then passes for it.
 */
export interface Witness {
  /** `undefined`: nothing has the name. */
  readonly stats: BigIntStats | undefined
  close(): void | Promise<void>
}

/** Opens what has a name, without following a link. Of what cannot be opened it says what it is at this moment. */
export async function openWitness(path: string, calls: QuickCalls): Promise<Witness> {
  const file = await openIfAllowed(path, calls)
  if (file === undefined) return { stats: await lstatIfThere(path, calls), close: () => undefined }
  const closeFile = (): void | Promise<void> =>
    calls.make(
      () => closeSync(file),
      () => closeLater(file),
    )
  try {
    // Of a file that was just opened, the kernel waits for no disk to say it.
    return { stats: fstatSync(file, { bigint: true }), close: closeFile }
  } catch (error) {
    await closeFile()
    throw error
  }
}

async function openIfAllowed(path: string, calls: QuickCalls): Promise<number | undefined> {
  try {
    return await calls.make(
      () => openSync(path, FLAGS),
      () => openLater(path, FLAGS),
    )
  } catch {
    return undefined
  }
}
