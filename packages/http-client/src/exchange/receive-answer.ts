import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import type { LocatedResponse } from './follow-redirects.ts'
import { NOT_THE_SERVER } from './not-the-server.ts'
import { receiveRefusal } from './receive-refusal.ts'
import { SlowGuard } from './slow-guard.ts'

/** A listing of 100,000 entries with long names is some 20 MiB. */
const LARGEST_ANSWER: number = 64 * 2 ** 20

/** How an answer is received. */
export interface AnswerLimits {
  /** How large it may be. Default: 64 MiB. */
  readonly maximumBytes?: number | undefined
  readonly slowMs: number
  readonly silenceMs: number
  /** Takes back each chunk that has been copied. */
  readonly recycle: (chunk: Uint8Array) => void
}

/**
 * The body of a small answer, whole; of a refusal the beginning.
 *
 * @throws MlflowError `MAX_READ_SIZE_EXCEEDED` for one that is larger than it may be, `DEADLINE_EXCEEDED` for one that is
 *   too slow, and what breaks the connection
 */
export async function receiveAnswer(
  { status, body, url }: LocatedResponse,
  limits: AnswerLimits,
): Promise<Buffer> {
  if (status >= 300) return await receiveRefusal(body, limits.silenceMs)
  const { maximumBytes = LARGEST_ANSWER, slowMs, recycle } = limits
  const uri = redactUri(url.href)
  const tooLarge = (): MlflowError =>
    new MlflowError(`The answer of ${url.origin}${url.path} is larger than ${maximumBytes} bytes`, {
      code: 'MAX_READ_SIZE_EXCEEDED',
      uri,
      hint: NOT_THE_SERVER,
    })
  const guard = new SlowGuard(uri, slowMs)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maximumBytes) throw tooLarge()
    guard.received(chunk.byteLength)
    chunks.push(chunk)
  }
  const whole = Buffer.concat(chunks)
  chunks.forEach(recycle)
  return whole
}
