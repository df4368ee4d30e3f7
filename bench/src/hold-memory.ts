import { freemem } from 'node:os'
import { cleanEnvironment } from '../../tests/src/servers/clean-environment.ts'
import { startProcess } from '../../tests/src/servers/start-process.ts'
import { programPath } from './program-path.ts'

/** Of what is free: whoever finds no more of it takes what the host has to find first. */
const SHARE = 0.8

/** Keeps free memory from being given back to the host of a virtual machine, until it is stopped. Linux only. */
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
