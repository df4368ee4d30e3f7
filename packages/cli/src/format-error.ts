import { inspect } from 'node:util'
import { MlflowError, printable, TransferError } from 'mlflow-artifacts'
import { printableLines } from './printable-lines.ts'

/**
 * A failure for people, in two or three lines: what failed and where, the cause where it says more, and what to do.
 * Where `verbose`, everything that is known, with the stack.
 */
export function formatError(
  error: unknown,
  { verbose = false }: { readonly verbose?: boolean } = {},
): string {
  if (verbose) return `${printableLines(inspect(error))}\n`
  const { uri = '', hint = undefined } = MlflowError.isInstance(error) ? error : {}
  const message = firstLine(error)
  const cause = causeOf(error)
  const lines = [`error: ${message.includes(uri) ? message : `${message} (${printable(uri)})`}`]
  if (cause !== undefined && !message.includes(cause)) lines.push(`cause: ${cause}`)
  if (hint !== undefined) lines.push(`hint: ${printable(hint)}`)
  return lines.map((line) => `${line}\n`).join('')
}

/** The innermost cause, which is what happened; of several files, the first that failed. */
function causeOf(error: unknown): string | undefined {
  if (error instanceof TransferError) {
    const [[path, failure] = ['', undefined]] = error.failures
    const message = firstLine(failure)
    const others = error.failures.size === 1 ? '' : ` (and ${error.failures.size - 1} more)`
    return (message.includes(path) ? message : `${printable(path)}: ${message}`) + others
  }
  if (!(error instanceof Error) || error.cause === undefined) return undefined
  return causeOf(error.cause) ?? firstLine(error.cause)
}

/** What follows the first line of a message, such as the list of the failed files, is for `verbose`. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return printable(line)
}
