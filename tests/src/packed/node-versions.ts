import { runtimeExecutable } from './runtime-executable.ts'

/** The oldest Node that the packages say they run on, the one that everything is tested on, and the newest. */
export const NODE_VERSIONS: readonly string[] = ['22.19.0', process.versions.node, '26.10.0']

/** A Node of that version. */
export async function nodeExecutable(version: string): Promise<string> {
  return version === process.versions.node ? process.execPath : await runtimeExecutable('node', version)
}
