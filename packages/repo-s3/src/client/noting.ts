import type { SentRequests } from '@mlflow-artifacts/http-client'

/** Where {@link noting} stands among what a command does: behind the signature. */
export const NOTING = { step: 'deserialize', name: 'noting', priority: 'low' } as const

type Step<Parameters, Result> = (parameters: Parameters) => Promise<Result>

/**
 * Remembers what a command sends, so that it can be removed from what the store says: a client of the user's own does not
 * send by the shared HTTP client. It belongs to the command, and leaves the client as it is.
 */
export function noting(
  sent: SentRequests,
): <Parameters extends { readonly request: unknown }, Result>(
  next: Step<Parameters, Result>,
) => Step<Parameters, Result> {
  return (next) => async (parameters) => {
    const { request } = parameters
    if (isRequest(request)) {
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(request.query ?? {})) query.set(name, String(value))
      const target = `${request.path ?? ''}?${query}`
      sent.note({ headers: { ...request.headers }, target, proxyAuthorization: undefined })
    }
    return await next(parameters)
  }
}

interface Request {
  readonly headers: Readonly<Record<string, string>>
  readonly path?: string
  readonly query?: Readonly<Record<string, unknown>>
}

function isRequest(request: unknown): request is Request {
  const headers = typeof request === 'object' && request !== null && 'headers' in request && request.headers
  return typeof headers === 'object' && headers !== null
}
