import { setTimeout as sleep } from 'node:timers/promises'
import { parseJsonAnswer, readText, withinLimit } from '@mlflow-artifacts/http-client'
import { type HttpClient, type HttpResponse, MlflowError } from '@mlflow-artifacts/repository'
import type { Credentials } from './provider-options.ts'

/** As in boto (`ContainerMetadataFetcher`, botocore/utils.py). */
const TIMEOUT_MS = 2_000
const PAUSE_MS = 1_000
const ATTEMPTS = 3
const LARGEST_ANSWER: number = 2 ** 20
const HINT =
  'It stands beside the container, and S3 itself was not asked. Check AWS_CONTAINER_CREDENTIALS_FULL_URI and ' +
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, and the role of the task or pod.'
/** Where an agent is asked without TLS: on this machine, and where ECS and EKS have theirs. */
const BESIDE_US =
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.170\.2|169\.254\.170\.23|\[fd00:ec2::23\])$/

/** Who gives a container its credentials, and what it has to be sent. */
export interface ContainerAgent {
  readonly url: string
  readonly token: string | undefined
}

/**
 * Asks the agent of a container. It is never asked through a proxy, behind which there are the agents of others.
 *
 * @param signal - aborts it
 * @throws MlflowError where it is silent, refuses, or answers something else
 */
export async function askContainerAgent(
  agent: ContainerAgent,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Credentials> {
  if (!isBesideUs(agent.url)) {
    throw new MlflowError('one elsewhere is not asked by http:', {
      code: 'INVALID_PARAMETER_VALUE',
      hint: 'Correct AWS_CONTAINER_CREDENTIALS_FULL_URI: http: is for this machine, and for the addresses of ECS and EKS.',
    })
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withinLimit(TIMEOUT_MS, signal, silent, (limited) => asked(agent, http, limited))
    } catch (error) {
      signal.throwIfAborted()
      if (attempt === ATTEMPTS) throw error
    }
    await sleep(PAUSE_MS, undefined, { signal })
  }
}

async function asked(
  { url, token }: ContainerAgent,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Credentials> {
  const response = await http
    .request({
      url,
      headers: { accept: 'application/json', ...(token && { authorization: token }) },
      kind: 'once',
      maximumBytes: LARGEST_ANSWER,
      usesProxy: false,
      signal,
    })
    .catch((error: unknown) => {
      signal.throwIfAborted()
      // Some are never sent, for what the variables hold.
      const mayPass = !MlflowError.isInstance(error) || error.retryable
      throw refusal(error instanceof Error ? error.message : String(error), mayPass)
    })
  const { status } = response
  if (status !== 200) throw refusal(`it answered with HTTP status ${status}`, status >= 500 || status === 429)
  return await credentialsIn(response)
}

async function credentialsIn(response: HttpResponse): Promise<Credentials> {
  const answer = parseJsonAnswer(await readText(response, LARGEST_ANSWER), response)
  const said =
    typeof answer === 'object' && answer !== null
      ? new Map<string, unknown>(Object.entries(answer))
      : undefined
  const member = (name: string): string => {
    const value = said?.get(name)
    if (typeof value === 'string' && value !== '') return value
    throw refusal(`its answer has no ${name}`, false)
  }
  const expiration = new Date(member('Expiration'))
  if (Number.isNaN(expiration.getTime())) throw refusal('its answer has no date as Expiration', false)
  return {
    accessKeyId: member('AccessKeyId'),
    secretAccessKey: member('SecretAccessKey'),
    sessionToken: member('Token'),
    expiration,
  }
}

function isBesideUs(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || (protocol === 'http:' && BESIDE_US.test(hostname))
}

function silent(): MlflowError {
  return refusal(`it did not answer within ${TIMEOUT_MS / 1000} seconds`, true)
}

function refusal(message: string, mayPass: boolean): MlflowError {
  const code = mayPass ? 'TEMPORARILY_UNAVAILABLE' : 'UNAUTHENTICATED'
  return new MlflowError(message, { code, hint: HINT, retryable: mayPass })
}
