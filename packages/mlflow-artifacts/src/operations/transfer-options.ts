import { environmentBoolean, environmentNumber } from '@mlflow-artifacts/http-client'
import { checkOption, optionRules } from '@mlflow-artifacts/repository'
import type { DownloadOptions } from '@mlflow-artifacts/transfer'
import type { DownloadArtifactsOptions } from '../options.ts'
import type { CallSettings } from '../session/call-session.ts'

/**
 * The options of a transfer: the caller's, then what the environment says in Python's variables for ranges and retries
 * and in ours for what Python cannot set.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a variable that is no number, in Python's words, and for one that is no
 *   count
 */
export function transferOptions(
  options: DownloadArtifactsOptions,
  { environment, budget, signal, onRetry }: CallSettings,
): Omit<DownloadOptions, 'dstPath' | 'base'> {
  const integer = (name: string, rule = optionRules.count): number | undefined => {
    const value = environmentNumber(environment, name, 'int')
    checkOption(name, value, rule)
    return value
  }
  const maxRetries = integer('MLFLOW_HTTP_REQUEST_MAX_RETRIES', optionRules.whole)
  const isRanged = environmentBoolean(environment, 'MLFLOW_ENABLE_MULTIPART_DOWNLOAD') ?? true
  const connectionsPerFile = isRanged ? integer('MLFLOW_ARTIFACTS_CONNECTIONS_PER_FILE') : 1
  return {
    concurrency: options.concurrency ?? integer('MLFLOW_ARTIFACTS_CONCURRENCY'),
    maxConnections: options.maxConnections ?? integer('MLFLOW_ARTIFACTS_MAX_CONNECTIONS'),
    connectionsPerFile: options.connectionsPerFile ?? connectionsPerFile,
    maxBytesInFlight: options.maxBytesInFlight ?? integer('MLFLOW_ARTIFACTS_MAX_BYTES_IN_FLIGHT'),
    partSize: options.partSize ?? integer('MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE'),
    partsFrom: options.partsFrom ?? integer('MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE'),
    attempts: options.attempts,
    usualAttempts: maxRetries === undefined ? undefined : maxRetries + 1,
    retryBaseMs: options.retryBaseMs,
    onProgress: options.onProgress,
    onRetry,
    include: options.include,
    exclude: options.exclude,
    overwrite: options.overwrite,
    resume: options.resume,
    quietAfterMs: options.quietAfterMs ?? integer('MLFLOW_ARTIFACTS_QUIET_AFTER_MS'),
    orphanAgeMs: options.orphanAgeMs ?? integer('MLFLOW_ARTIFACTS_ORPHAN_AGE_MS'),
    verify: options.verify,
    durable: options.durable,
    budget,
    signal,
  }
}
