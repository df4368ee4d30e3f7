import type { Fault } from '../fault.ts'

/** Leads the client elsewhere; to the URL that it asked for, in a loop. */
export function redirect(location: string, status: 301 | 302 | 303 | 307 | 308 = 302): Fault {
  return { answer: { status, headers: { location } } }
}
