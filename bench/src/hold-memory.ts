import { freemem } from 'node:os'
import { cleanEnvironment } from '../../tests/src/servers/clean-environment.ts'
import { startProcess } from '../../tests/src/servers/start-process.ts'
import { programPath } from './program-path.ts'

/** Of what is free: enough for all that is written in a case, and for what the programs themselves take. */
const SHARE = 0.45

/**
 * Keeps the memory that the next programs take from being given back to the host of a virtual machine meanwhile. Who
 * writes a GiB there waits up to two seconds for it, whoever that is, and it is chance who does.
 */
export async function holdMemory(
  python: string,
  folder: string,
): Promise<{ blocks: number; stop: () => Promise<void> }> {
  const { address: blocks, stop } = await startProcess({
    command: python,
    arguments: ['-I', '-S', programPath('hold_memory.py'), String(Math.floor(freemem() * SHARE))],
    folder,
    environment: cleanEnvironment(folder),
    findAddress: async (log) => {
      const held = /holding (\d+) blocks/.exec(log)?.[1]
      return held === undefined ? undefined : Number(held)
    },
  })
  return { blocks, stop }
}
