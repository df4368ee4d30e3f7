import { environmentBoolean } from '@mlflow-artifacts/http-client'
import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { unusable } from './unusable.ts'

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What the environment says of a client for S3; `undefined` is left to the SDK. */
export interface S3Settings {
  readonly endpoint: string | undefined
  readonly region: string | undefined
  readonly profile: string | undefined
  readonly forcePathStyle: boolean
  /** Whether requests say nothing of who sends them, as public buckets allow. */
  readonly isAnonymous: boolean
  readonly ignoresTls: boolean
}

/**
 * Reads the variables that Python MLflow reads for S3 (`_get_s3_client`, mlflow/store/artifact/s3_artifact_repo.py), and
 * those that boto reads below it.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`, naming the variable, for a value that cannot be used, `NOT_IMPLEMENTED`
 *   for a signature that only boto has
 */
export function s3Settings(environment: Environment): S3Settings {
  const endpoint = readEndpoint(environment)
  return {
    endpoint,
    region: environment.AWS_DEFAULT_REGION || environment.AWS_REGION || undefined,
    profile: environment.AWS_DEFAULT_PROFILE || environment.AWS_PROFILE || undefined,
    forcePathStyle: readAddressingStyle(environment) ?? endpoint !== undefined,
    isAnonymous: readSignature(environment) === 'unsigned',
    ignoresTls: environmentBoolean(environment, 'MLFLOW_S3_IGNORE_TLS') === true,
  }
}

function readEndpoint(environment: Environment): string | undefined {
  const ignoresAws = environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true'
  const ofAws = ignoresAws ? [] : ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL']
  for (const variable of ['MLFLOW_S3_ENDPOINT_URL', ...ofAws]) {
    const url = environment[variable]
    if (!url) continue
    if (URL.canParse(url) && /^https?:\/\//i.test(url)) return url
    throw unusable(variable, redactUri(url), 'it is no http: or https: URL')
  }
  return undefined
}

/** `undefined`: by path where the endpoint is a custom one. */
function readAddressingStyle(environment: Environment): boolean | undefined {
  const style = environment.MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE || 'auto'
  if (style === 'auto') return undefined
  if (style === 'path' || style === 'virtual') return style === 'path'
  throw unusable('MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE', style, 'it is none of auto, path and virtual')
}

function readSignature(environment: Environment): string {
  const variable = 'MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION'
  const version = (environment[variable] || 's3v4').toLowerCase()
  if (version === 's3v4' || version === 'unsigned') return version
  throw new MlflowError(`${variable} is set to '${version}', which is not supported: s3v4 and unsigned are`, {
    code: 'NOT_IMPLEMENTED',
    hint: `Unset ${variable}: stores sign by s3v4, and AWS takes nothing older. One that knows only '${version}' cannot be read here.`,
  })
}
