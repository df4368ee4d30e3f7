import { checkHttpSettings } from '@mlflow-artifacts/http-client'
import { checkOption, checkOptions, type OptionRules, optionRules } from '@mlflow-artifacts/repository'
import type { CallOptions } from '../options.ts'
import { checkBackend } from '../session/check-backend.ts'

const { boolean, function: method, list, object, signal, text, texts } = optionRules

const RULES: OptionRules<CallOptions> = {
  trackingUri: text,
  registryUri: text,
  signal,
  backends: list,
  http: object,
  onRetry: method,
  environment: object,
  allowLocalArtifacts: boolean,
  allowedSchemes: texts,
  allowedHosts: texts,
}

/**
 * Checks what every call takes, before anything is asked or made. A name that is not known is no error, as TypeScript says it.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` that names the option and what it may be
 */
export function checkCallOptions(options: CallOptions): void {
  checkOptions<CallOptions>(options, RULES)
  const { backends = [], environment = {}, http = {}, allowedSchemes, allowedHosts } = options
  for (const backend of backends) {
    checkOption('backends', backend, BACKEND)
    checkBackend(backend)
  }
  for (const [name, value] of Object.entries(environment)) checkOption(`environment.${name}`, value, text)
  if ('request' in http) checkOption('http.request', http.request, method)
  checkHttpSettings({ ...('request' in http ? {} : http), allowedSchemes, allowedHosts })
}

/** What makes one is told from it by whoever looks closer. */
const BACKEND = {
  words: 'a list of backends',
  allows: (value: unknown): boolean => object.allows(value) || method.allows(value),
}
