import type { BackendContext } from '@mlflow-artifacts/repository'

/** What credentials are found by. */
export const GOOGLE_VARIABLES = [
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GOOGLE_CLOUD_QUOTA_PROJECT',
  'CLOUDSDK_CONFIG',
  'APPDATA',
  'HOME',
] as const

/** A variable of the call, or of the process, from which the SDK reads its own. */
export function googleVariable(
  environment: BackendContext['environment'],
  name: (typeof GOOGLE_VARIABLES)[number],
): string | undefined {
  return environment[name] ?? process.env[name]
}
