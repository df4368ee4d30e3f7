import { type HttpClient, MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
import { type JsonValue, parsePythonJson } from '@mlflow-artifacts/repository/python'
import { readText } from './read-text.ts'
import { redacted } from './secrets/redacted.ts'
import { Waiters } from './waiters.ts'
import { withinLimit } from './within-limit.ts'

/** What a server answered when it was asked about itself. */
export interface ServerInfo {
  readonly status: number
  /** What it says of itself, such as `workspaces_enabled`; empty unless the status is 200. */
  readonly data: Readonly<Record<string, JsonValue>>
  /** The answer as it came, at most 1 MiB. */
  readonly text: string
  /** What to do about a refusal, where the client knows. */
  readonly hint: string | undefined
}

/** Options of {@link serverInfo}; the signal ends the wait of this caller only. */
export interface ServerInfoOptions extends RequestOptions {
  /** Default: `/api/3.0/mlflow/server-info`. */
  readonly endpoint?: string
}

interface KeptAnswer {
  readonly info: Promise<ServerInfo>
  readonly waiters: Waiters
  /** On the clock of `performance.now()`; `undefined` while the server is being asked. */
  expiresAt?: number
}

const TIME_LIMIT_MS = 3_000
const KEPT_FOR_MS = 60_000
const MAXIMUM_BYTES = 2 ** 20

// With the client, whose credentials the answer may depend on, and not longer than it.
const answersOf = new WeakMap<HttpClient, Map<string, KeptAnswer>>()

/**
 * Asks a server about itself: once, within 3 seconds each for the connection and the answer. A good answer is kept
 * for 60 seconds, and callers at the same time share one request. Python's `fetch_server_info`
 * (`mlflow/utils/server_info.py`).
 *
 * @param baseUrl - of the server, with its path prefix and without a trailing slash
 * @throws MlflowError as the client where no answer came, INTERNAL_ERROR for a 200 that is no JSON object
 */
export function serverInfo(
  http: HttpClient,
  baseUrl: string,
  { endpoint = '/api/3.0/mlflow/server-info', signal }: ServerInfoOptions = {},
): Promise<ServerInfo> {
  const { info, waiters } = keptAnswer(http, baseUrl, endpoint)
  return waiters.wait(info, signal)
}

function keptAnswer(http: HttpClient, baseUrl: string, endpoint: string): KeptAnswer {
  const answers = answersOf.get(http) ?? new Map<string, KeptAnswer>()
  answersOf.set(http, answers)
  const url = baseUrl + endpoint
  const kept = answers.get(url)
  if (kept !== undefined && (kept.expiresAt ?? Number.POSITIVE_INFINITY) > performance.now()) return kept

  const waiters = new Waiters(() => {
    if (answers.get(url) === answer) answers.delete(url)
  })
  const answer: KeptAnswer = { info: ask(http, url, endpoint, waiters.signal), waiters }
  answers.set(url, answer)
  answer.info.then(
    ({ status }) => {
      answer.expiresAt = status === 200 ? performance.now() + KEPT_FOR_MS : 0
    },
    () => {
      answer.expiresAt = 0
    },
  )
  return answer
}

/** @param whileWanted - of all who wait for the answer */
async function ask(
  http: HttpClient,
  url: string,
  endpoint: string,
  whileWanted: AbortSignal,
): Promise<ServerInfo> {
  const expired = (): MlflowError =>
    new MlflowError(`${url} did not answer within ${(2 * TIME_LIMIT_MS) / 1000} seconds`, {
      code: 'DEADLINE_EXCEEDED',
      uri: url,
      retryable: true,
    })
  return await withinLimit(2 * TIME_LIMIT_MS, whileWanted, expired, async (signal) => {
    const limits = { retries: 0, headersTimeoutMs: TIME_LIMIT_MS, maximumBytes: MAXIMUM_BYTES }
    const response = await http.request({ url, ...limits, signal })
    const { status } = response
    const text = await readText(response, MAXIMUM_BYTES)
    if (status !== 200) return { status, text: redacted(response, text), data: {}, hint: response.hint }
    return { status, text, data: parseObject(text, endpoint, url), hint: undefined }
  })
}

function parseObject(text: string, endpoint: string, uri: string): Readonly<Record<string, JsonValue>> {
  let value: JsonValue
  try {
    value = parsePythonJson(text)
  } catch {
    // Without the cause, which would show a piece of the text.
    throw new MlflowError(`Invalid JSON returned by ${endpoint}`, { uri })
  }
  if (isObject(value)) return value
  throw new MlflowError(`Expected a JSON object from ${endpoint}`, { uri })
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
