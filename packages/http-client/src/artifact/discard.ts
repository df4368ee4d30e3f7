import { Readable } from 'node:stream'
import type { HttpResponse } from '@mlflow-artifacts/repository'

/** Gives back the connection of a response whose body nobody wants. */
export function discard({ body }: Pick<HttpResponse, 'body'>): void {
  const readable = body instanceof Readable ? body : Readable.from(body)
  // Being destroyed is an error to some streams, and an error that nobody hears of ends the process.
  readable.on('error', () => undefined).destroy()
}
