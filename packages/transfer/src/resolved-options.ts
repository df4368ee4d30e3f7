import { type ArtifactRepository, checkOption, optionRules, untilAborted } from '@mlflow-artifacts/repository'
import { checkDownloadOptions } from './check-download-options.ts'
import type { DownloadOptions } from './download-options.ts'
import type { TransferSettings } from './file-transfer.ts'
import { type ResolvedLimits, resolvedLimits } from './resolved-limits.ts'

const MEBIBYTE = 1024 * 1024

/** The options of a download with every default filled in. */
export interface ResolvedOptions {
  readonly limits: ResolvedLimits
  readonly orphanAgeMs: number
  readonly settings: TransferSettings
}

/**
 * @param repository - may have a say
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a value that an option cannot have, also from the repository
 */
export async function resolvedOptions(
  repository: Pick<ArtifactRepository, 'maxAttempts'>,
  options: Omit<DownloadOptions, 'dstPath'>,
): Promise<ResolvedOptions> {
  checkDownloadOptions(options)
  const partSize = options.partSize ?? 16 * MEBIBYTE
  // Whoever says it may have to read its configuration first.
  const said = options.attempts === undefined ? repository.maxAttempts?.() : undefined
  const requestAttempts = said && (await untilAborted(said, options.signal))
  checkOption('maxAttempts', requestAttempts, optionRules.count)
  const usualAttempts = (requestAttempts === undefined ? options.usualAttempts : undefined) ?? 8
  return {
    limits: resolvedLimits(options),
    orphanAgeMs: options.orphanAgeMs ?? 24 * 3_600_000,
    settings: {
      verify: options.verify ?? 'default',
      resume: options.resume ?? true,
      quietAfterMs: options.quietAfterMs ?? 15_000,
      durable: options.durable ?? false,
      overwrite: options.overwrite ?? 'always',
      partSize,
      partsFrom: options.partsFrom ?? 2 * partSize,
      connectionsPerFile: options.connectionsPerFile ?? 8,
      attempts: options.attempts ?? usualAttempts,
      requestAttempts,
      retryBaseMs: options.retryBaseMs ?? 200,
      onRetry: options.onRetry,
    },
  }
}
