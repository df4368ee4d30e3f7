import { CommanderError } from 'commander'
import { createProgram } from './create-program.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { formatError } from './format-error.ts'
import type { GlobalOptions } from './global-options.ts'
import { hideExperimentalWarnings } from './hide-experimental-warnings.ts'
import { Interruption } from './interruption.ts'

const CLEANS_UP_WITHIN_MS = 2_000

/** Runs the command line of this process, and sets the exit code. It never rejects. */
export async function main(): Promise<void> {
  hideExperimentalWarnings(process)
  const interruption = new Interruption(process)
  const program = createProgram(interruption.signal)
  const report = (error: unknown): void => {
    process.stderr.write(formatError(error, program.opts<GlobalOptions>()))
  }
  // What nobody reads any more changes nothing of what the command does, nor its exit code.
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Nobody reads any more, as in `mlflow-artifacts cat … | head -1`.
    if (error.code === 'EPIPE') process.exit(0)
    report(error)
    process.exit(1)
  })
  try {
    await program.parseAsync()
  } catch (error) {
    if (interruption.exitCode !== undefined) {
      process.stderr.write('error: interrupted\n')
      process.exitCode = interruption.exitCode
      // What is cleaned up comes to its end; output that nobody reads, and a disk that hangs, do not.
      setTimeout(() => process.exit(), CLEANS_UP_WITHIN_MS).unref()
      return
    }
    if (!(error instanceof CommanderError)) report(error)
    process.exitCode = error instanceof CommanderError ? error.exitCode : exitCodeOf(error)
  }
}
