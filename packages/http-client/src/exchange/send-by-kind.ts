import { Readable } from 'node:stream'
import type { HttpRequest } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConnectionPools } from '../connection-pools.ts'
import { followRedirects, type LocatedResponse } from './follow-redirects.ts'
import { receiveRefusal } from './receive-refusal.ts'
import { refusalHint } from './refusal-hint.ts'
import { sendControl } from './send-control.ts'
import { sendLimited } from './send-limited.ts'
import { sendWhole } from './send-whole.ts'

/** Sends a request as its kind wants it. Only the bytes of artifacts are handed on as they come, without a limit. */
export async function sendByKind(
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
): Promise<LocatedResponse> {
  if (request.kind !== 'data') {
    const send = request.kind === 'once' ? sendWhole : sendControl
    return await sendLimited(request, configuration, (limited) => send(limited, configuration, pools))
  }
  const response = await followRedirects(request, configuration, pools)
  if (response.status < 300) return response
  const { silenceMs } = configuration.timeLimits(response.hop.owner)
  const said = await receiveRefusal(response.body, silenceMs)
  request.signal?.throwIfAborted()
  const shown = configuration.sent.redactBytes(said)
  const hint = refusalHint(response, shown, configuration)
  return { ...response, hint, body: Readable.from([shown], { objectMode: false }) }
}
