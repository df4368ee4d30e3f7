import { MlflowError } from '@mlflow-artifacts/repository'
import { type ModelRegistry, openModelRegistry, openTrackingStore, type TrackingStore } from '../src/index.ts'
import { contextOf, type ScriptedAnswer, type ScriptedServer, scriptedServer } from './scripted-server.ts'

/** What Flask answers on a path that it does not know. */
export const NOT_FOUND_PAGE: ScriptedAnswer = {
  status: 404,
  contentType: 'text/html; charset=utf-8',
  body: '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n',
}

/** The stores of a scripted server. */
export interface Stores {
  readonly tracking: TrackingStore
  readonly registry: ModelRegistry
  readonly server: ScriptedServer
}

/** Starts a server that answers as a test says, and opens its stores. */
export async function storesOf(
  answer: (line: string) => ScriptedAnswer | undefined,
  path = '',
): Promise<Stores> {
  const server = await scriptedServer(answer)
  const uri = server.uri + path
  const context = contextOf(uri)
  return { tracking: openTrackingStore(uri, context), registry: openModelRegistry(uri, context), server }
}

/** The error that a call rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<MlflowError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!MlflowError.isInstance(error)) throw new Error('no MlflowError', { cause: error })
  return error
}
