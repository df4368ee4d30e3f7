import { type Answer, smallAnswer } from './answer.ts'
import type { ReplacedAnswer } from './fault.ts'

/** The answer that a fault gives in place of the server's. */
export function replacedAnswer({ status, headers = {}, body = '' }: ReplacedAnswer): Answer {
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    return { status, headers, body, length: undefined, framing: 'chunked' }
  return { ...smallAnswer(status, '', body), headers }
}
