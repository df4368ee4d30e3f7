import { devNull } from 'node:os'

/**
 * The working directory of this moment. Where it was removed, something that nothing is in, and nothing can be made in, so that
 * only what is relative fails.
 */
export function workingDirectory(): string {
  try {
    return process.cwd()
  } catch {
    return devNull
  }
}
