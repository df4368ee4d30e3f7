import type { SentRequests } from './sent-requests.ts'

const TEXTS = ['message', 'stack', 'uri', 'hint'] as const
/** Nobody chains more. */
const MOST_CAUSES = 16

/** Removes from an error, and from its causes, what can be nothing but secrets. */
export function redactError(error: unknown, sent: SentRequests): void {
  let current = error
  for (let depth = 0; current instanceof Error && depth < MOST_CAUSES; depth += 1) {
    for (const name of TEXTS) {
      const text: unknown = Reflect.get(current, name)
      const shown = typeof text === 'string' ? sent.redactOwn(text) : text
      if (shown !== text) Object.defineProperty(current, name, { value: shown })
    }
    current = current.cause
  }
}
