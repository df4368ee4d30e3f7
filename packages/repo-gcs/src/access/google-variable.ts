import type { BackendContext } from '@mlflow-artifacts/repository'

const NAMES = [
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GOOGLE_CLOUD_QUOTA_PROJECT',
  'GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES',
  'CLOUDSDK_CONFIG',
  'APPDATA',
  'HOME',
  'GCE_METADATA_IP',
  'GCE_METADATA_HOST',
  'METADATA_SERVER_DETECTION',
  'DETECT_GCP_RETRIES',
] as const

/** What credentials are found by. */
export interface AccountVariables extends Readonly<Record<(typeof NAMES)[number], string | undefined>> {
  /** What a relative path in them starts from. */
  readonly cwd: string
}

/** The variables of the call, or of the process, from which the SDK reads its own. */
export function accountVariables({
  environment,
  cwd = '',
}: Pick<BackendContext, 'environment' | 'cwd'>): AccountVariables {
  const value = (name: (typeof NAMES)[number]): string | undefined => environment[name] ?? process.env[name]
  return {
    GOOGLE_APPLICATION_CREDENTIALS: value('GOOGLE_APPLICATION_CREDENTIALS'),
    GOOGLE_CLOUD_QUOTA_PROJECT: value('GOOGLE_CLOUD_QUOTA_PROJECT'),
    GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: value('GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES'),
    CLOUDSDK_CONFIG: value('CLOUDSDK_CONFIG'),
    APPDATA: value('APPDATA'),
    HOME: value('HOME'),
    GCE_METADATA_IP: value('GCE_METADATA_IP'),
    GCE_METADATA_HOST: value('GCE_METADATA_HOST'),
    METADATA_SERVER_DETECTION: value('METADATA_SERVER_DETECTION'),
    DETECT_GCP_RETRIES: value('DETECT_GCP_RETRIES'),
    cwd,
  }
}
