import { resolve } from 'node:path'
import { readRegularFile } from '@mlflow-artifacts/http-client'
import type { PluggableAuthClient } from 'google-auth-library'
import type { AccountVariables } from './google-variable.ts'
import { helperAnswer } from './helper-answer.ts'
import { helperError } from './helper-error.ts'
import { partsOf } from './parts-of.ts'
import { runHelper } from './run-helper.ts'
import type { TokenClient } from './token-client.ts'

const LARGEST_FILE: number = 2 ** 20

/**
 * Runs the credential helpers of a client in place of Google's library, which ends the process with one that cannot be
 * started or is killed, shows what it wrote, and lets it live on after an abort.
 */
export async function useHelpers(
  client: object,
  variables: AccountVariables,
  http: TokenClient,
): Promise<void> {
  const { PluggableAuthClient } = await import('google-auth-library')
  for (const part of partsOf(client)) {
    if (part instanceof PluggableAuthClient)
      part.retrieveSubjectToken = () => subjectToken(part, variables, http.signal())
  }
}

async function subjectToken(
  client: PluggableAuthClient,
  { cwd, GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES }: AccountVariables,
  signal: AbortSignal,
): Promise<string> {
  const command = commandOf(textOf(client, 'command') ?? '')
  const [helper] = command
  if (GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES !== '1')
    throw helperError(
      helper,
      'may not be run: set GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES to 1 to allow it',
    )
  const named = textOf(client, 'outputFile')
  const outputFile = named && resolve(cwd, named)
  const kept = outputFile && (await keptToken(helper, outputFile))
  if (kept) return kept
  const environment = {
    ...process.env,
    GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE: textOf(client, 'audience'),
    GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE: textOf(client, 'subjectTokenType'),
    GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE: '0',
    GOOGLE_EXTERNAL_ACCOUNT_OUTPUT_FILE: outputFile,
    GOOGLE_EXTERNAL_ACCOUNT_IMPERSONATED_EMAIL: client.getServiceAccountEmail() ?? undefined,
  }
  const limitMs = Number(Reflect.get(client, 'timeoutMillis'))
  const answer = helperAnswer(
    helper,
    await runHelper({ command, cwd: resolve(cwd), environment, limitMs, signal }),
  )
  if (answer.token === undefined) throw helperError(helper, `gave no token, with the code ${answer.code}`)
  const { token, expiresAtSeconds } = answer
  if (outputFile && expiresAtSeconds === undefined)
    throw helperError(helper, "answered without the field 'expiration_time', which an output_file needs")
  if (isExpired(expiresAtSeconds)) throw helperError(helper, 'gave a token that has expired')
  return token
}

/** What a helper wrote before; `undefined`: nothing that can be used still. */
async function keptToken(helper: string, file: string): Promise<string | undefined> {
  const text = await readRegularFile(file, LARGEST_FILE).then(String, () => '')
  if (text === '') return undefined
  const answer = helperAnswer(helper, text)
  return answer.token === undefined || isExpired(answer.expiresAtSeconds) ? undefined : answer.token
}

function isExpired(seconds: number | undefined): boolean {
  return seconds !== undefined && seconds * 1000 < Date.now()
}

/** Spaces part it, but for those in quotation marks. */
function commandOf(text: string): [string, ...string[]] {
  const words = text.match(/(?:[^\s"]+|"[^"]*")+/g) ?? []
  const [file = '', ...parameters] = words.map((word) => word.replace(/^"(.*)"$/s, '$1'))
  return [file, ...parameters]
}

/** The fields are private in its types. */
function textOf(client: PluggableAuthClient, name: string): string | undefined {
  const value: unknown = Reflect.get(client, name)
  return typeof value === 'string' ? value : undefined
}
