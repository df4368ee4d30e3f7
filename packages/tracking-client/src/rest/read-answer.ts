import { parseJsonAnswer, readText, redacted } from '@mlflow-artifacts/http-client'
import {
  errorCodeFromHttpStatus,
  type HttpResponse,
  MlflowError,
  redactUri,
} from '@mlflow-artifacts/repository'
import { AnswerObject } from './answer-object.ts'
import { isJsonObject } from './is-json-object.ts'
import { namesCode, restErrorFromBody } from './rest-error-from-body.ts'
import { shownBody } from './shown-body.ts'

const CREDENTIALS =
  'For a server that asks for a login, set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN; for a gateway that wants headers of its own, MLFLOW_ARTIFACTS_HEADERS.'

const HINTS: ReadonlyMap<number, string> = new Map([
  [401, CREDENTIALS],
  [403, 'The server knows who asks and refuses: ask its owner for the permission, or use other credentials.'],
  [
    404,
    'The server does not know this endpoint: it is older, or its path prefix is missing from the tracking URI.',
  ],
])

/**
 * The object that a server answered with. Python's `verify_rest_response` (`mlflow/utils/rest_utils.py`).
 *
 * @param uri - of the endpoint, without query and credentials
 * @param endpoint - its path, as Python's messages show it
 * @throws RestError for a failure that the server reported as a JSON object
 * @throws MlflowError with the code of the status for any other failure, `UNAUTHENTICATED` for a page in place of an
 *   answer, `INTERNAL_ERROR` for anything else that is no JSON object
 */
export async function readAnswer(
  response: HttpResponse,
  uri: string,
  endpoint: string,
): Promise<AnswerObject> {
  const { status } = response
  const text = await readText(response)
  // Some servers in front of MLflow's answer so where there is nothing to say.
  if (status === 200 && ['', '200 OK'].includes(text.trim())) return new AnswerObject({}, uri)

  if (status === 200) {
    const answer = parseJsonAnswer(text, response)
    if (isJsonObject(answer)) return new AnswerObject(answer, uri)
    throw noJsonError(response, text, uri)
  }
  const body = parseJsonAnswer(redacted(response, text), response)
  const hint = response.hint ?? HINTS.get(status)
  // A 404 of MLflow's own is about a run or a model.
  if (isJsonObject(body)) {
    throw restErrorFromBody(body, { status, uri, hint: status === 404 && namesCode(body) ? undefined : hint })
  }
  throw new MlflowError(
    `API request to endpoint ${endpoint} failed with error code ${status} != 200. Response body: '${shownBody(redacted(response, text))}'`,
    {
      code: errorCodeFromHttpStatus(status),
      uri,
      hint,
    },
  )
}

function noJsonError(response: HttpResponse, text: string, uri: string): MlflowError {
  const isPage = /^\s*</.test(text) || /^text\/html\b/i.test(response.headers['content-type'] ?? '')
  return new MlflowError(
    'API request to endpoint was successful but the response body was not in a valid JSON format. ' +
      `Response body: '${shownBody(redacted(response, text))}'`,
    {
      code: isPage ? 'UNAUTHENTICATED' : 'INTERNAL_ERROR',
      uri,
      hint: isPage
        ? `A web page answered, perhaps a login page: ${redactUri(response.url)}. Check the tracking URI and its path prefix. ${CREDENTIALS}`
        : 'Check that the tracking URI is the address of an MLflow server.',
    },
  )
}
