import { checkOptions, type OptionRules, optionRules } from '@mlflow-artifacts/repository'
import { TransferBudget } from './budget/transfer-budget.ts'
import type { DownloadOptions } from './download-options.ts'
import { assertPatterns } from './gitignore-rule.ts'
import { ProgressMeter } from './progress-meter.ts'

const { boolean, count, function: hook, notNegative, oneOf, signal, text } = optionRules

const RULES: OptionRules<Omit<DownloadOptions, 'include' | 'exclude'>> = {
  dstPath: {
    words: 'a path that is not empty',
    allows: (value) => typeof value === 'string' && value !== '',
  },
  base: text,
  mayBeEmpty: boolean,
  concurrency: count,
  maxConnections: count,
  connectionsPerFile: count,
  maxBytesInFlight: count,
  partSize: count,
  partsFrom: count,
  onProgress: hook,
  onRetry: hook,
  overwrite: oneOf('always', 'never', 'ifChanged'),
  resume: boolean,
  quietAfterMs: count,
  orphanAgeMs: count,
  verify: oneOf('default', 'all', 'size'),
  durable: boolean,
  attempts: count,
  usualAttempts: count,
  retryBaseMs: notNegative,
  meter: { words: 'a ProgressMeter', allows: (value) => value instanceof ProgressMeter },
  budget: { words: 'a TransferBudget', allows: (value) => value instanceof TransferBudget },
  signal,
}

/** Some of the options, or others beside them. */
type GivenOptions = { readonly [Name in keyof DownloadOptions]?: DownloadOptions[Name] | undefined }

/**
 * Checks the values of options before anything is asked or made; what is left out is right.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` that names the option and what it may be
 */
export function checkDownloadOptions(options: GivenOptions): void {
  checkOptions<GivenOptions>(options, RULES)
  assertPatterns(options.include, 'include')
  assertPatterns(options.exclude, 'exclude')
}
