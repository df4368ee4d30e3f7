import { inspect } from 'node:util'
import { MlflowError, printable } from 'mlflow-artifacts'
import { hintOf } from './hint-of.ts'
import { causeOf, messageOf } from './message-of.ts'
import { printableLines } from './printable-lines.ts'

/**
 * A failure for people: what failed and where, the cause where it says more, and what to do. A message of several lines,
 * such as that of many files, is whole, each further line indented. Where `verbose`, everything that is known, with the
 * stack.
 */
export function formatError(
  error: unknown,
  { verbose = false }: { readonly verbose?: boolean } = {},
): string {
  if (verbose) return `${printableLines(inspect(error))}\n`
  const { uri = '' } = MlflowError.isInstance(error) ? error : {}
  const hint = hintOf(error)
  const message = messageOf(error)
  const cause = causeOf(error)
  const isNamed = message.includes(uri)
  const lines = [`error: ${printableLines(message)}${isNamed ? '' : ` (${printable(uri)})`}`]
  if (cause !== undefined && !message.includes(cause)) lines.push(`cause: ${printableLines(cause)}`)
  if (hint !== undefined) lines.push(`hint: ${printable(hint)}`)
  return lines.map((line) => `${line}\n`).join('')
}
