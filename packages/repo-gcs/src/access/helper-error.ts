import { MlflowError, redactText } from '@mlflow-artifacts/repository'

const LONGEST_NAME = 200

/**
 * The error of a credential helper. What it wrote is not in it, as that may be a token.
 *
 * @param helper - its file
 * @param problem - follows its name
 * @returns one whose cause is the error to show: Google's library writes into the messages of those that it lets pass
 */
export function helperError(helper: string, problem: string): Error {
  const message = `The credential helper ${redactText(helper).slice(0, LONGEST_NAME)} ${problem}`
  const cause = new MlflowError(message, {
    code: 'UNAUTHENTICATED',
    hint:
      'The key file names it at credential_source.executable.command: run it by hand, with the variables ' +
      'GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE and GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE.',
  })
  return new Error(message, { cause })
}
