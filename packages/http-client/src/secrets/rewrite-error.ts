import { TransferError } from '@mlflow-artifacts/repository'

/** Nobody chains more. */
const MOST_CAUSES = 16
/** What programs branch on. */
const IDENTIFIERS: ReadonlySet<string> = new Set(['name', 'code', 'syscall'])

/**
 * Rewrites every text of an error, also those that only some errors have (`path`), of its causes, and of the failures of
 * single files.
 *
 * @param rewrite - is given each text and the name of its field
 */
export function rewriteError(error: unknown, rewrite: (text: string, field: string) => string): void {
  let current = error
  for (let depth = 0; current instanceof Error && depth < MOST_CAUSES; depth += 1) {
    if (current instanceof TransferError) {
      for (const failure of current.failures.values()) rewriteError(failure, rewrite)
    }
    for (const field of new Set(['message', 'stack', ...Object.getOwnPropertyNames(current)])) {
      const text: unknown = Reflect.get(current, field)
      if (typeof text !== 'string' || IDENTIFIERS.has(field)) continue
      const value = rewrite(text, field)
      if (value === text) continue
      const enumerable = Object.prototype.propertyIsEnumerable.call(current, field)
      Reflect.defineProperty(current, field, { value, enumerable, configurable: true, writable: true })
    }
    current = current.cause
  }
}
