import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { recordForCanary } from './canary/record-for-canary.ts'

const COMMAND: string = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url))

/** How the command ended, and what it printed. */
export interface CommandOutcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command with these arguments and variables, and no others. */
export function runCommand(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [COMMAND, ...parameters],
      { env: { ...environment } },
      (_, stdout, stderr) => {
        recordForCanary('command', stdout + stderr)
        resolve({ code: child.exitCode, stdout, stderr })
      },
    )
  })
}
