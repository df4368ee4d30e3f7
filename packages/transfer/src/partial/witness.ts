import { type BigIntStats, closeSync, constants, fstatSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { QuickLook } from '@mlflow-artifacts/repository'
import { lstatIfThere } from './same-file.ts'

// What somebody planted may be a link or a pipe.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * A look at what has a name, which lasts: a file that nobody has open may be removed, and its number given to the next one
 * that is made, which then passes for it.
 */
export interface Witness {
  /** `undefined`: nothing has the name. */
  readonly stats: BigIntStats | undefined
  close(): Promise<void> | void
}

/** Opens what has a name, without following a link. Of what cannot be opened it says what it is at this moment. */
export async function openWitness(path: string, look: QuickLook): Promise<Witness> {
  const opened: Promise<Witness> = look.take(
    () => witnessNow(path),
    () => witnessLater(path),
  )
  return await opened.catch(async () => ({
    stats: await lstatIfThere(path, look),
    close: () => undefined,
  }))
}

function witnessNow(path: string): Witness {
  const file = openSync(path, FLAGS)
  try {
    return { stats: fstatSync(file, { bigint: true }), close: () => closeSync(file) }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

async function witnessLater(path: string): Promise<Witness> {
  const handle = await open(path, FLAGS)
  try {
    return { stats: await handle.stat({ bigint: true }), close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}
