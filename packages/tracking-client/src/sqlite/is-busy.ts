import { resultCode } from './result-code.ts'

/** Whether a failure of `node:sqlite` says that another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error)
  return code === 5 || code === 6
}
