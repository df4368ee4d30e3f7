import { type HttpResponse, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { isAccessToken, NO_TOKEN } from './access-token.ts'
import { jsonObject } from './json-object.ts'

const LONGEST_EXCERPT = 500

/**
 * The answer to a request for a token as Google's library can read it, which fails in words of the interpreter at anything
 * but an object.
 *
 * @returns `text`, or what says the same of a refusal
 * @throws MlflowError where it gives no token
 */
export function checkTokenAnswer({ status, url }: HttpResponse, text: string): string {
  const answer = jsonObject(text)
  if (status >= 300)
    return answer === undefined
      ? JSON.stringify({ error: `HTTP ${status}`, error_description: text.slice(0, LONGEST_EXCERPT) })
      : text
  const { access_token, accessToken }: { access_token?: unknown; accessToken?: unknown } = answer ?? {}
  if (isAccessToken(access_token ?? accessToken)) return text
  throw new MlflowError(NO_TOKEN, { code: 'UNAUTHENTICATED', uri: redactUri(url) })
}
