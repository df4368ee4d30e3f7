import { Readable } from 'node:stream'
import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConnectionPools } from '../connection-pools.ts'
import { followRedirects, type LocatedResponse } from './follow-redirects.ts'
import { receiveAnswer } from './receive-answer.ts'
import { refusalHint } from './refusal-hint.ts'

/** An answer that has been received. */
export interface WholeResponse extends LocatedResponse {
  readonly received: Buffer
}

/** Sends a request once, and receives all of the answer; a refusal without what it repeats of the request. */
export async function sendWhole(
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
): Promise<WholeResponse> {
  const response = await followRedirects(request, configuration, pools)
  const whole = await receiveAnswer(response, {
    ...configuration.timeLimits(response.hop.owner),
    maximumBytes: request.maximumBytes,
    recycle: pools.buffers.recycle,
  })
  request.signal?.throwIfAborted()
  const isRefusal = response.status >= 300
  const received = isRefusal ? configuration.sent.redactBytes(whole) : whole
  const hint = refusalHint(response, received, configuration)
  return { ...response, hint, received, body: Readable.from([received], { objectMode: false }) }
}
