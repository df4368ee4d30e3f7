/** A step of opening a connection: TCP, TLS over it, and the tunnel that a proxy is asked for. */
export type OpeningStep = 'connect' | 'tls' | 'tunnel'

/** What a connection fails with that was not opened in time, or that a proxy did not open. */
export class OpeningFailed extends Error {
  /** None of undici's own, by some of which it would try for ever. */
  readonly code = 'OPENING_FAILED'
  readonly step: OpeningStep
  /** Whether it was the proxy that failed, and not who is behind it. */
  readonly isProxy: boolean
  /** `undefined`: the time was over. */
  readonly reason: Error | undefined

  constructor(step: OpeningStep, isProxy: boolean, reason?: Error) {
    super(`The connection was not opened (${step})`)
    this.step = step
    this.isProxy = isProxy
    this.reason = reason
  }
}
