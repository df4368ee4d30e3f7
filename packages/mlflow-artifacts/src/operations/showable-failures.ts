import { makeShowable } from '@mlflow-artifacts/http-client'
import { soonAfterAbort } from '@mlflow-artifacts/repository'
import type { CallOptions } from '../options.ts'
import type { CallSettings } from '../session/call-session.ts'

/** Makes a call whose failures are fit to be shown, whoever made them, and which ends soon after it is aborted. */
export async function showableFailures<Result>(
  settings: CallSettings,
  call: (settings: CallSettings) => Promise<Result>,
): Promise<Result> {
  try {
    return await soonAfterAbort(call(settings), settings.signal)
  } catch (error) {
    const { signal, environment } = settings
    // What the caller aborted with is the caller's own.
    if (!(signal?.aborted === true && error === signal.reason)) makeShowable(error, environment)
    throw error
  }
}

/** The same of a call that gives one entry after the other. */
export async function* showableEntries<Entry>(
  settings: CallSettings,
  call: (settings: CallSettings) => AsyncGenerator<Entry>,
): AsyncGenerator<Entry> {
  const entries = call(settings)
  const next = (): Promise<IteratorResult<Entry>> => showableFailures(settings, () => entries.next())
  try {
    for (let result = await next(); result.done !== true; result = await next()) yield result.value
  } finally {
    await entries.return(undefined)
  }
}

/** The same of what is told of failures that may pass. */
export function showableRetries(
  onRetry: CallOptions['onRetry'],
  environment: CallSettings['environment'],
): CallOptions['onRetry'] {
  if (onRetry === undefined) return undefined
  return (event) => {
    makeShowable(event.error, environment)
    onRetry(event)
  }
}
