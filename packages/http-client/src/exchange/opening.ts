import { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { OpeningLimits } from '../configuration/time-limits.ts'
import { LONGEST_TIMER_MS } from '../within-limit.ts'
import { OpeningFailed, type OpeningStep } from './opening-failed.ts'
import { closeTunnelWith } from './tunnels.ts'

/** How a connection is opened, by undici's connector or by a tunnel through a proxy. */
export type Connector = (target: object, callback: (error: Error | null, socket: unknown) => void) => unknown

/** What is being opened, or stands. */
export interface Opened {
  socket: Socket | undefined
  /** Requests that were sent over it. */
  requests: number
  giveUp: ((reason: Error) => void) | undefined
}

/** How connections are opened. */
export interface OpeningOptions {
  readonly limits: OpeningLimits
  /** Whether a proxy is between. */
  readonly isProxied: boolean
}

/** Opens connections so that it is known which step failed, and that they can be given up. */
export function opening(connect: Connector, opened: Opened, options: OpeningOptions): Connector {
  return (target, callback) => {
    const controller = new AbortController()
    const { signal } = controller
    closeTunnelWith(signal)
    let endLimit = (): void => undefined
    const socket = connect({ ...target, signal }, (error, made) => {
      endLimit()
      opened.giveUp = undefined
      opened.socket = made instanceof Socket ? made : undefined
      opened.requests = 0
      const isToProxy = options.isProxied && socket instanceof Socket
      callback(error === null ? null : failureOf(error, options.isProxied, isToProxy), made)
    })
    if (socket instanceof Socket) endLimit = limitSteps(socket, options)
    opened.giveUp = (reason) => {
      controller.abort(reason)
      if (socket instanceof Socket) socket.destroy(reason)
    }
  }
}

/** @returns ends the limit of the step that is under way */
function limitSteps(socket: Socket, { limits, isProxied }: OpeningOptions): () => void {
  const limit = (step: OpeningStep, milliseconds: number): NodeJS.Timeout =>
    setTimeout(
      () => socket.destroy(new OpeningFailed(step, isProxied)),
      Math.min(milliseconds, LONGEST_TIMER_MS),
    )
  let timer = limit('connect', limits.connectMs)
  const onConnect = (): void => {
    clearTimeout(timer)
    if (socket instanceof TLSSocket) timer = limit('tls', limits.tlsMs)
  }
  socket.once('connect', onConnect)
  return () => {
    clearTimeout(timer)
    socket.off('connect', onConnect)
  }
}

function failureOf(error: Error, isProxied: boolean, isToProxy: boolean): Error {
  const code = 'code' in error ? error.code : undefined
  if (error instanceof OpeningFailed || !isProxied) return error
  if (isToProxy) return new OpeningFailed('connect', true, error)
  // What undici makes of a tunnel: the limit of its TLS, that of the answer to CONNECT, and its end instead of an answer.
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new OpeningFailed('tls', false)
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return new OpeningFailed('tunnel', true)
  if (error.cause instanceof Error && code === 'UND_ERR_PRX_CONN')
    return new OpeningFailed('tunnel', true, error.cause)
  return error
}
