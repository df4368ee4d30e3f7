import type { BackendContext } from '@mlflow-artifacts/repository'

/** What credentials are found by. */
export const VARIABLES_OF_ACCOUNTS = [
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GOOGLE_CLOUD_QUOTA_PROJECT',
  'CLOUDSDK_CONFIG',
  'APPDATA',
  'HOME',
] as const

/** A variable of the call, or of the process, from which the SDK reads its own. */
export function googleVariable(
  environment: BackendContext['environment'],
  name: (typeof VARIABLES_OF_ACCOUNTS)[number],
): string | undefined {
  return environment[name] ?? process.env[name]
}
