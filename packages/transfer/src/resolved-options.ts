import { type ArtifactRepository, MlflowError, untilAborted } from '@mlflow-artifacts/repository'
import type { DownloadOptions } from './download-options.ts'
import type { TransferSettings } from './file-transfer.ts'

const MEBIBYTE = 1024 * 1024
/** What one request has in memory: a batch that is written and one that is gathered, and the buffers of its socket. */
const BYTES_PER_REQUEST = 4 * MEBIBYTE

/** The options of a download with every default filled in. */
export interface ResolvedOptions {
  readonly concurrency: number
  readonly maxConnections: number
  readonly orphanAgeMs: number
  readonly settings: TransferSettings
}

/**
 * @param repository - may have a say
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a number that is no count, also from the repository
 */
export async function resolvedOptions(
  repository: Pick<ArtifactRepository, 'maxAttempts'>,
  options: Omit<DownloadOptions, 'dstPath'>,
): Promise<ResolvedOptions> {
  const partSize = count('partSize', options.partSize ?? 16 * MEBIBYTE)
  const maxBytesInFlight = count('maxBytesInFlight', options.maxBytesInFlight ?? 64 * MEBIBYTE)
  const affordable = Math.max(1, Math.floor(maxBytesInFlight / BYTES_PER_REQUEST))
  // Whoever says it may have to read its configuration first.
  const said = options.attempts === undefined ? repository.maxAttempts?.() : undefined
  const requestAttempts = said && (await untilAborted(said, options.signal))
  const usualAttempts = (requestAttempts === undefined ? options.usualAttempts : undefined) ?? 8
  return {
    concurrency: count('concurrency', options.concurrency ?? 16),
    maxConnections: Math.min(affordable, count('maxConnections', options.maxConnections ?? 16)),
    orphanAgeMs: count('orphanAgeMs', options.orphanAgeMs ?? 24 * 3_600_000),
    settings: {
      verify: options.verify ?? 'default',
      resume: options.resume ?? true,
      quietAfterMs: count('quietAfterMs', options.quietAfterMs ?? 15_000),
      durable: options.durable ?? false,
      overwrite: options.overwrite ?? 'always',
      partSize,
      partsFrom: count('partsFrom', options.partsFrom ?? 2 * partSize),
      connectionsPerFile: count('connectionsPerFile', options.connectionsPerFile ?? 8),
      attempts: count('attempts', options.attempts ?? usualAttempts),
      requestAttempts: requestAttempts === undefined ? undefined : count('maxAttempts', requestAttempts),
      retryBaseMs: options.retryBaseMs ?? 200,
      onRetry: options.onRetry,
    },
  }
}

function count(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new MlflowError(`${name} must be an integer of 1 or more, but it is ${value}`, {
    code: 'INVALID_PARAMETER_VALUE',
  })
}
