import { CommanderError } from 'commander'
import { MlflowError } from 'mlflow-artifacts'
import { createProgram, USAGE_HINT } from './create-program.ts'
import { errorToJson } from './error-to-json.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { formatError } from './format-error.ts'
import type { GlobalOptions } from './global-options.ts'
import { hideExperimentalWarnings } from './hide-experimental-warnings.ts'
import { Interruption } from './interruption.ts'
import { redactUsage } from './redact-usage.ts'
import { wantsJson } from './wants-json.ts'

const CLEANS_UP_WITHIN_MS = 2_000

/** Runs the command line of this process, and sets the exit code. It never rejects. */
export async function main(): Promise<void> {
  hideExperimentalWarnings(process)
  const interruption = new Interruption(process)
  const isJson = wantsJson(process.argv)
  const program = createProgram(interruption.signal, isJson)
  const report = (error: unknown): void => {
    const format = isJson ? errorToJson : formatError
    process.stderr.write(format(error, program.opts<GlobalOptions>()))
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
    const { exitCode } = interruption
    if (exitCode !== undefined) {
      const interrupted = new MlflowError('interrupted', { code: 'CANCELLED' })
      process.stderr.write((isJson ? errorToJson : formatError)(interrupted, { exitCode }))
      process.exitCode = exitCode
      // What is cleaned up comes to its end; output that nobody reads, and a disk that hangs, do not.
      setTimeout(() => process.exit(), CLEANS_UP_WITHIN_MS).unref()
      return
    }
    if (!(error instanceof CommanderError)) report(error)
    else if (isJson && error.exitCode !== 0) report(usageError(error))
    process.exitCode = error instanceof CommanderError ? error.exitCode : exitCodeOf(error)
  }
}

function usageError({ message }: CommanderError): MlflowError {
  return new MlflowError(redactUsage(message.replace(/^error: /, '')), {
    code: 'INVALID_PARAMETER_VALUE',
    hint: USAGE_HINT,
  })
}
