import { RestError, TransferError } from 'mlflow-artifacts'
import { messageInJson } from './message-in-json.ts'
import { readableMessage } from './readable-message.ts'

/** What an error says, for people. */
export function messageOf(error: unknown): string {
  // Python shows an answer that is not MLflow's as the dictionary that it reads it into.
  const [, before] = error instanceof RestError ? (/^(.*?: )Response: \{/s.exec(error.message) ?? []) : []
  if (error instanceof RestError && before !== undefined) {
    const body = JSON.stringify(error.body)
    const said = messageInJson(body)
    if (said !== body) return before + said
  }
  return readableMessage(error instanceof Error ? error.message : String(error))
}

/**
 * What the innermost cause says, which is what happened; of a download whose error does not say which files failed, what
 * became of each. `undefined` where there is none.
 */
export function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.cause === undefined) return undefined
  const { cause } = error
  if (cause instanceof TransferError && !error.message.includes(cause.message)) return failuresOf(cause)
  return causeOf(cause) ?? messageOf(cause)
}

function failuresOf({ failures }: TransferError): string {
  const lines = [...failures].map(([path, failure]) => {
    const message = failure instanceof Error ? failure.message : String(failure)
    return message.includes(path) ? message : `${path}: ${message}`
  })
  return readableMessage(lines.join('\n'))
}
