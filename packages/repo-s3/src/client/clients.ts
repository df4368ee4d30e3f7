import { resolve } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import { FromFiles, readPem, Waiters } from '@mlflow-artifacts/http-client'
import type { BackendContext, HttpClient, HttpTrust } from '@mlflow-artifacts/repository'
import { environmentCredentials } from '../credentials/environment-credentials.ts'
import { findCredentials } from '../credentials/find-credentials.ts'
import { readAwsFiles, variable } from '../settings/aws-files.ts'
import { type ClientSettings, clientSettings } from '../settings/profile-settings.ts'
import type { Environment, S3Settings } from '../settings/s3-settings.ts'
import { abortableRetries } from './abortable-retries.ts'
import { assumeHome } from './assume-home.ts'
import { collect } from './collect.ts'
import { isMultiRegion, loadMultiRegionSigner } from './multi-region.ts'
import { sdkHttpHandler } from './sdk-http-handler.ts'
import { Sha256 } from './sha256.ts'
import { OF_STS, storeHttp } from './store-http.ts'

const ANYWHERE = 'us-east-1'
/** Where these are, no others are looked for. */
const IN_ENVIRONMENT: ReadonlySet<string> = new Set([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECURITY_TOKEN',
  'AWS_SESSION_TOKEN',
])

/** A client for one bucket, and the HTTP client for its data. */
export interface BucketClient {
  readonly sdk: S3Client
  readonly http: HttpClient
  /** How often a request for bytes is made until it is answered; `undefined`: nobody said. */
  readonly maxAttempts: number | undefined
  /** Whether the store is to be asked for checksums with the bytes. */
  readonly wantsChecksums: boolean
}

type Provider = S3Client['config']['credentials']

/** Makes clients, and keeps what serves all of them: credentials, and the regions of buckets. */
export class Clients {
  readonly #given: S3Client | undefined
  readonly #regions = new Map<string, string>()
  readonly #shared = new Map<string, Provider>()
  /** Whoever waits for a store, and so perhaps for credentials, which all share. */
  readonly waiters: Waiters = new Waiters()
  #http: HttpClient | undefined

  constructor(given: S3Client | undefined) {
    this.#given = given
  }

  /** Whether the region of a bucket, once it is known, can be put in the place of the one that was assumed. */
  get mayChangeRegion(): boolean {
    return this.#given === undefined
  }

  /** The region of a bucket, as a refusal told it; `undefined`: none has. */
  regionOf(bucket: string): string | undefined {
    return this.#regions.get(bucket)
  }

  rememberRegion(bucket: string, region: string): void {
    this.#regions.set(bucket, region)
  }

  async clientFor(bucket: string, settings: S3Settings, context: BackendContext): Promise<BucketClient> {
    assumeHome()
    const { S3Client } = await import('@aws-sdk/client-s3')
    if (isMultiRegion(bucket)) await loadMultiRegionSigner(bucket)
    const { environment } = context
    const files = this.#given === undefined ? await readAwsFiles(environment) : undefined
    const all = files && clientSettings(settings, files, environment)
    const bundle = authorities({
      AWS_CA_BUNDLE: environment.AWS_CA_BUNDLE,
      ca_bundle: all?.caBundle && resolve(context.cwd ?? '', all.caBundle),
    })
    const trust = async (): Promise<HttpTrust> => ({ ca: await bundle.value() })
    const careless = async (): Promise<HttpTrust> => ({ ...(await trust()), rejectUnauthorized: false })
    const http = storeHttp(context.http, settings.ignoresTls ? careless : trust)
    if (this.#given !== undefined || all === undefined) {
      const sdk = this.#given ?? new S3Client()
      return {
        sdk,
        http,
        // Whether its number was said by anybody, a client does not tell.
        maxAttempts: undefined,
        wantsChecksums: (await sdk.config.responseChecksumValidation()) !== 'WHEN_REQUIRED',
      }
    }

    // Those who give out credentials are asked with care, whatever is done for the store.
    this.#http = storeHttp(context.http, trust, OF_STS)
    const shared = this.#sharedCredentials(all, environment, S3Client)
    const { endpoint, forcePathStyle, maxAttempts, isAnonymous, wantsChecksums } = all
    const sdk: S3Client = new S3Client({
      ...(endpoint !== undefined && { endpoint }),
      ...(maxAttempts !== undefined && { maxAttempts }),
      forcePathStyle,
      useAccelerateEndpoint: all.useAccelerate,
      useDualstackEndpoint: all.useDualstack,
      useFipsEndpoint: all.useFips,
      responseChecksumValidation: wantsChecksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
      // Sessions of directory buckets are signed by another scheme.
      disableS3ExpressSessionAuth: true,
      useArnRegion: true,
      region: async () => this.regionOf(bucket) ?? all.region ?? ANYWHERE,
      requestHandler: sdkHttpHandler(() => http),
      retryStrategy: abortableRetries(
        () => sdk.config.maxAttempts(),
        () => this.waiters.signal,
      ),
      streamCollector: collect,
      sha256: Sha256,
      ...(isAnonymous
        ? {
            credentials: { accessKeyId: '', secretAccessKey: '' },
            signer: { sign: async (request) => request },
          }
        : {
            credentials:
              environmentCredentials(environment) === undefined
                ? shared
                : async () => environmentCredentials(environment) ?? shared(),
          }),
    })
    // It copies what was listed for a log that nobody reads.
    sdk.middlewareStack.remove('loggerMiddleware')
    return { sdk, http, maxAttempts, wantsChecksums }
  }

  /** Credentials that all buckets share, as long as they are good; a look reads the files anew. */
  #sharedCredentials(settings: ClientSettings, environment: Environment, Client: typeof S3Client): Provider {
    const { region } = settings
    const key = sourceOf(environment)
    const kept = this.#shared.get(key)
    if (kept !== undefined) return kept
    const requestHandler = sdkHttpHandler(
      () => this.#lastHttp(),
      () => this.waiters.signal,
    )
    const { credentials } = new Client({
      region: region ?? ANYWHERE,
      requestHandler,
      credentials: async () =>
        await findCredentials({
          environment,
          files: await readAwsFiles(environment),
          settings,
          requestHandler,
          http: this.#lastHttp(),
          signal: this.waiters.signal,
        }),
    }).config
    this.#shared.set(key, credentials)
    return credentials
  }

  #lastHttp(): HttpClient {
    if (this.#http === undefined) throw new Error('No repository was made')
    return this.#http
  }
}

/** Tells apart the environments that may have credentials of their own. */
function sourceOf(environment: Environment): string {
  const names = new Set([...Object.keys(environment), ...Object.keys(process.env)])
  const ofAws = [...names].filter((name) => /^AWS_|^HOME$/.test(name) && !IN_ENVIRONMENT.has(name)).sort()
  return JSON.stringify(ofAws.map((name) => [name, variable(environment, name)]))
}

/** Those of the variable, or else of the profile. */
function authorities(
  named: Readonly<Record<'AWS_CA_BUNDLE' | 'ca_bundle', string | undefined>>,
): FromFiles<string | undefined> {
  return new FromFiles(
    named,
    Object.keys(named),
    async () => (await readPem(named, 'AWS_CA_BUNDLE')) ?? (await readPem(named, 'ca_bundle')),
  )
}
