import type { Command } from 'commander'
import type { CallOptions } from 'mlflow-artifacts'
import type { GlobalOptions } from '../global-options.ts'
import { RetryNotice } from '../retry-notice.ts'

const RETRIES_VARIABLE = 'MLFLOW_HTTP_REQUEST_MAX_RETRIES'
/** Of a call, for who waits at a terminal: they take 12 to 14 seconds, and Python's seven four minutes. */
const FEW_RETRIES = 3

/** What every call of the library takes from the command line. */
export function callOptions(program: Command, signal: AbortSignal): CallOptions {
  const { trackingUri, registryUri, allowLocalArtifacts, allowedHosts, allowedSchemes } =
    program.opts<GlobalOptions>()
  const notice = process.stderr.isTTY ? new RetryNotice((line) => void process.stderr.write(line)) : undefined
  const onRetry = notice && ((event: Parameters<RetryNotice['note']>[0]) => notice.note(event))
  return { trackingUri, registryUri, allowLocalArtifacts, allowedHosts, allowedSchemes, onRetry, signal }
}

/** The same for a command that only looks: who waits for it at a terminal would rather try again by themselves. */
export function lookingOptions(program: Command, signal: AbortSignal): CallOptions {
  const isFew = process.stderr.isTTY && process.env[RETRIES_VARIABLE] === undefined
  const http = isFew ? { retries: { max: FEW_RETRIES } } : undefined
  return { ...callOptions(program, signal), http }
}
