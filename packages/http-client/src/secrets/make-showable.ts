import { printable } from '@mlflow-artifacts/repository'
import type { Environment } from '../configuration/environment.ts'
import { rewriteError } from './rewrite-error.ts'
import { SentRequests } from './sent-requests.ts'

const FOR_PEOPLE: ReadonlySet<string> = new Set(['message', 'stack', 'hint'])

/**
 * The boundary that every failure passes before a caller gets it, whoever made it: nothing in it, in its causes and in the
 * failures of single files, is what environment variables hold of secrets, which SDKs and file systems quote, in any
 * encoding; and what others chose in its words is shown escaped where it would steer a terminal or turn the direction of
 * text (`\x1b`, `\u202e`).
 *
 * @param environment - of the call; the process's own, which SDKs read, counts as well
 */
export function makeShowable(error: unknown, environment: Environment): void {
  const sent = new SentRequests({ ...process.env, ...environment })
  rewriteError(error, (text, field) => {
    const redacted = sent.redactOwn(text)
    return FOR_PEOPLE.has(field) ? redacted.replace(/[^\n\t]+/g, (line) => printable(line)) : redacted
  })
}
