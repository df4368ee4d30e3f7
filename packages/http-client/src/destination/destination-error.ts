import { MlflowError, redactUri } from '@mlflow-artifacts/repository'

/** Where a request was to go. */
export interface Destination {
  readonly url: { readonly href: string }
  /** The URI of the server that led there; `undefined`: the caller's own URI did. */
  readonly chosenBy: string | undefined
}

/** Why it may not go there, and what to do. */
export interface Refusal {
  readonly reason: string
  readonly hint: string
}

/** The error of a request that may not go where it was to go. */
export function destinationError({ url, chosenBy }: Destination, { reason, hint }: Refusal): MlflowError {
  const led = chosenBy === undefined ? '' : `, to which ${redactUri(chosenBy)} led`
  const uri = redactUri(url.href)
  return new MlflowError(`No request is sent to ${uri}${led}: ${reason}`, {
    code: 'PERMISSION_DENIED',
    uri,
    hint,
  })
}
