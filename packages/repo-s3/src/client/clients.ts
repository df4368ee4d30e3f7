import type { S3Client } from '@aws-sdk/client-s3'
import { readPem, Waiters } from '@mlflow-artifacts/http-client'
import type { BackendContext, HttpClient, HttpTrust } from '@mlflow-artifacts/repository'
import { environmentCredentials } from '../settings/environment-credentials.ts'
import type { S3Settings } from '../settings/s3-settings.ts'
import { abortableRetries } from './abortable-retries.ts'
import { collect } from './collect.ts'
import { sdkHttpHandler } from './sdk-http-handler.ts'
import { storeHttp } from './store-http.ts'

const ANYWHERE = 'us-east-1'

/** A client for one bucket, and the HTTP client for its data. */
export interface BucketClient {
  readonly sdk: S3Client
  readonly http: HttpClient
}

/** Makes clients, and keeps what serves all of them: credentials, and the regions of buckets. */
export class Clients {
  readonly #given: S3Client | undefined
  readonly #regions = new Map<string, string>()
  /** Clients of the profiles, which stand for the SDK's own ways to credentials and regions. */
  readonly #profiles = new Map<string | undefined, S3Client>()
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

  rememberRegion(bucket: string, region: string): void {
    this.#regions.set(bucket, region)
  }

  async clientFor(bucket: string, settings: S3Settings, context: BackendContext): Promise<BucketClient> {
    const { S3Client } = await import('@aws-sdk/client-s3')
    const { environment } = context
    let bundle: Promise<string | undefined> | undefined
    const trust = async (): Promise<HttpTrust> => {
      bundle ??= readPem(environment, 'AWS_CA_BUNDLE')
      return { ca: await bundle }
    }
    const careless = async (): Promise<HttpTrust> => ({ ...(await trust()), rejectUnauthorized: false })
    const http = storeHttp(context.http, settings.ignoresTls ? careless : trust)
    if (this.#given !== undefined) return { sdk: this.#given, http }

    // Those who give out credentials are asked with care, whatever is done for the store.
    this.#http = storeHttp(context.http, trust)
    const ofProfile = this.#profileClient(settings.profile, S3Client)
    const { endpoint, forcePathStyle, maxAttempts, isAnonymous } = settings
    const sdk: S3Client = new S3Client({
      ...(settings.profile !== undefined && { profile: settings.profile }),
      ...(endpoint !== undefined && { endpoint }),
      ...(maxAttempts !== undefined && { maxAttempts }),
      forcePathStyle,
      // Sessions of directory buckets are signed by another scheme.
      disableS3ExpressSessionAuth: true,
      useArnRegion: true,
      region: async () =>
        this.#regions.get(bucket) ??
        settings.region ??
        (await ofProfile.config.region().catch(() => ANYWHERE)),
      requestHandler: sdkHttpHandler(() => http),
      retryStrategy: abortableRetries(
        () => sdk.config.maxAttempts(),
        () => this.waiters.signal,
      ),
      streamCollector: collect,
      ...(isAnonymous
        ? {
            credentials: { accessKeyId: '', secretAccessKey: '' },
            signer: { sign: async (request) => request },
          }
        : {
            credentials:
              environmentCredentials(environment) === undefined
                ? ofProfile.config.credentials
                : async () => environmentCredentials(environment) ?? ofProfile.config.credentials(),
          }),
    })
    // It copies what was listed for a log that nobody reads.
    sdk.middlewareStack.remove('loggerMiddleware')
    return { sdk, http }
  }

  #profileClient(profile: string | undefined, Client: typeof S3Client): S3Client {
    const kept = this.#profiles.get(profile)
    if (kept !== undefined) return kept
    const made = new Client({
      ...(profile !== undefined && { profile }),
      requestHandler: sdkHttpHandler(
        () => this.#lastHttp(),
        () => this.waiters.signal,
      ),
    })
    this.#profiles.set(profile, made)
    return made
  }

  #lastHttp(): HttpClient {
    if (this.#http === undefined) throw new Error('No repository was made')
    return this.#http
  }
}
