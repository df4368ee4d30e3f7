import type { Fault } from '../fault.ts'

/** The page of a gateway that wants a login, with status 200. */
export function loginPage(): Fault {
  const body = '<!doctype html><html><body><form action="/login">Please log in</form></body></html>'
  return { answer: { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body } }
}
