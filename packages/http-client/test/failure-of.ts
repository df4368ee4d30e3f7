import { inspect } from 'node:util'
import { MlflowError } from '@mlflow-artifacts/repository'
import { expect } from 'vitest'

/** Part of every secret in the tests, in the forms in which it may show up. */
export const CANARY = 'c4n4ry'
const FORMS = [CANARY, Buffer.from(`user:${CANARY}`).toString('base64')]

/** The error with which a call fails, once it is sure that nothing in it shows a secret. */
export async function failureOf(promise: Promise<unknown>): Promise<MlflowError> {
  const error = await promise.then(
    (value) => new Error(`succeeded: ${inspect(value)}`),
    (reason: unknown) => reason,
  )
  if (!MlflowError.isInstance(error)) throw error
  expectNoSecret(error)
  return error
}

/** Fails where a secret shows anywhere in a value. */
export function expectNoSecret(value: unknown): void {
  const text = inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null })
  for (const form of FORMS) expect(text).not.toContain(form)
}
