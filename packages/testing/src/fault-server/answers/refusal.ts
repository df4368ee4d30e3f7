import type { Fault } from '../fault.ts'

/**
 * An error in the words of MLflow's server.
 *
 * @param retryAfter - the header as it is to be sent: seconds, a date, or garbage. Default: none
 */
export function refusal(status: number, retryAfter?: string): Fault {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  }
  return { answer: { status, headers, body: JSON.stringify({ error_code: '', message: 'refused' }) } }
}
