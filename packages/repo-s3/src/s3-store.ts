import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { SentRequests, withinLimit } from '@mlflow-artifacts/http-client'
import { discard } from '@mlflow-artifacts/http-client/artifact'
import { type BackendContext, type HttpResponse, MlflowError } from '@mlflow-artifacts/repository'
import { AskedOnce } from './client/asked-once.ts'
import type { BucketClient, Clients } from './client/clients.ts'
import { GivenUp } from './client/given-up.ts'
import { NOTING, noting } from './client/noting.ts'
import { type BucketEndpoint, bucketEndpoint, signedRequest } from './client/signed-request.ts'
import { recognizeError } from './failure/error-document.ts'
import { isWordless, mayRefuseHeader } from './failure/kinds-of-refusal.ts'
import { failureOfResponse, failureOfSdk, S3Failure } from './failure/s3-failure.ts'
import type { ListedPage } from './listing/read-page.ts'
import { receivePage } from './listing/receive-page.ts'
import { type S3Settings, s3Settings } from './settings/s3-settings.ts'

/** Refusals of credentials that may have been replaced meanwhile, or have expired. */
const EXPIRED: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'TokenRefreshRequired',
  'InvalidToken',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
])
const CHECKSUM_MODE = 'x-amz-checksum-mode'
/** Of a listing, or of the beginning of an object, with all tries of the SDK, each of which has its own limits. */
const LIMIT_MS: number = 60 * 60_000

/** One bucket: listings by the SDK, bytes by requests that it signed. */
export class S3Store {
  readonly bucket: string
  /** The origin of a custom endpoint; on AWS each bucket is one of its own. */
  readonly concurrencyKey: string
  readonly #clients: Clients
  readonly #context: BackendContext
  readonly #settings: S3Settings
  readonly #owner: { readonly ExpectedBucketOwner?: string }
  readonly #client = new AskedOnce<BucketClient>()
  readonly #endpoint = new AskedOnce<BucketEndpoint>()
  /** By the SDK; the shared HTTP client remembers what it sends itself. */
  readonly #sent = new SentRequests()
  #refusesChecksums = false

  /** @throws MlflowError `INVALID_PARAMETER_VALUE` for variables that cannot be used */
  constructor(bucket: string, clients: Clients, context: BackendContext) {
    this.bucket = bucket
    this.#clients = clients
    this.#context = context
    this.#settings = s3Settings(context.environment)
    const owner = context.environment.MLFLOW_S3_EXPECTED_BUCKET_OWNER
    this.#owner = owner ? { ExpectedBucketOwner: owner } : {}
    const { endpoint } = this.#settings
    this.concurrencyKey = endpoint === undefined ? `s3://${bucket}` : new URL(endpoint).origin
  }

  /** The endpoint that was set; `undefined`: it is AWS's own. */
  get endpoint(): string | undefined {
    return this.#settings.endpoint
  }

  /** How often a request for bytes is made until it is answered; `undefined`: nobody said. */
  async maxAttempts(): Promise<number | undefined> {
    return (await this.#bucketClient()).maxAttempts
  }

  /** A text that the store chose, such as a key, for a message: without what the store was sent. */
  redacted(text: string): string {
    return this.#sent.redact(text)
  }

  /** One page of a listing. */
  async listPage(
    input: { Prefix: string; Delimiter?: string; ContinuationToken?: string },
    signal: AbortSignal | undefined,
  ): Promise<ListedPage> {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3')
    return await this.#corrected(signal, async ({ sdk }, abortSignal) => {
      const bucket = { Bucket: this.bucket, ...this.#owner, EncodingType: 'url' } as const
      const command = new ListObjectsV2Command({ ...bucket, ...input })
      command.middlewareStack.add(noting(this.#sent), NOTING)
      const page = receivePage(command, `s3://${this.bucket}`, this.#sent)
      await sdk.send(command, { abortSignal })
      return page()
    })
  }

  /** What the store says of an object. A refusal of that has no words, which {@link explained} has. */
  async head(
    input: { Key: string; PartNumber?: number; IfMatch?: string },
    signal: AbortSignal | undefined,
  ): Promise<HeadObjectCommandOutput> {
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3')
    return await this.#corrected(signal, async ({ sdk }, abortSignal) => {
      const bucket = { Bucket: this.bucket, ...this.#owner }
      const command = new HeadObjectCommand({ ...bucket, ...input })
      command.middlewareStack.add(noting(this.#sent), NOTING)
      return await sdk.send(command, { abortSignal })
    })
  }

  /**
   * What the store says of an object, once more after a refusal without words: a request for one byte of it has them, and
   * sets right what can be.
   *
   * @throws S3Failure - the refusal, with its words where there are some
   */
  async explained(
    refusal: S3Failure,
    input: { Key: string },
    signal: AbortSignal | undefined,
  ): Promise<HeadObjectCommandOutput> {
    if (!isWordless(refusal)) throw refusal
    discard(await this.#get(input.Key, { range: 'bytes=0-0' }, signal))
    return await this.head(input, signal)
  }

  /**
   * Starts reading an object: a response with status 200, 206 or 416. Its checksums come with it, unless the settings or
   * the store say no.
   */
  async get(
    key: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    if (this.#refusesChecksums) return await this.#get(key, headers, signal)
    try {
      return await this.#get(key, { ...headers, [CHECKSUM_MODE]: 'ENABLED' }, signal)
    } catch (error) {
      if (!mayRefuseHeader(error)) throw error
      // Where that is refused, too, it says more of what is wrong.
      const response = await this.#get(key, headers, signal)
      this.#refusesChecksums = true
      return response
    }
  }

  async #get(
    key: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const { ExpectedBucketOwner: owner } = this.#owner
    return await this.#corrected(signal, async ({ sdk, http, wantsChecksums }) => {
      const { [CHECKSUM_MODE]: mode, ...others } = headers
      const all = {
        ...others,
        ...(wantsChecksums && mode !== undefined && { [CHECKSUM_MODE]: mode }),
        ...(owner !== undefined && { 'x-amz-expected-bucket-owner': owner }),
      }
      // It is found on the way to a request, which takes credentials.
      const endpoint = await this.#endpoint.value(() => bucketEndpoint(sdk, this.bucket))
      const signed = await signedRequest(sdk, endpoint, key, all)
      const { isError, response } = await recognizeError(
        await http.request({ ...signed, kind: 'data', signal }),
      )
      if (!isError && [200, 206, 416].includes(response.status)) return response
      throw await failureOfResponse(response, signal)
    })
  }

  /**
   * Tries something once more for each reason that can be set right: the region, the clock, expired credentials.
   *
   * @param attempt - gets a signal that is aborted when the caller's is, or when the time is over
   */
  async #corrected<Result>(
    signal: AbortSignal | undefined,
    attempt: (client: BucketClient, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    return await withinLimit(
      LIMIT_MS,
      signal,
      () => this.#tooSlow(),
      async (limited) => {
        const { waiters } = this.#clients
        const corrections = new Set<string>()
        for (;;) {
          limited.throwIfAborted()
          const client = await this.#bucketClient()
          const known = this.#clients.regionOf(this.bucket)
          try {
            return await waiters.wait(attempt(client, limited), limited)
          } catch (error) {
            limited.throwIfAborted()
            if (isGivenUp(error)) continue
            const failure = error instanceof S3Failure ? error : failureOfSdk(error, this.#sent)
            if (!(failure instanceof S3Failure)) throw failure
            const correction = await waiters.wait(this.#correction(failure, client, known), limited)
            if (correction === undefined || corrections.has(correction.name)) throw failure
            corrections.add(correction.name)
            await waiters.wait(correction.make(), limited)
          }
        }
      },
    )
  }

  #bucketClient(): Promise<BucketClient> {
    return this.#client.value(() => this.#clients.clientFor(this.bucket, this.#settings, this.#context))
  }

  #tooSlow(): MlflowError {
    return new MlflowError(`The store of the bucket '${this.bucket}' gave no answer within an hour`, {
      code: 'DEADLINE_EXCEEDED',
      uri: `s3://${this.bucket}`,
      hint: 'The store, or who gives out the credentials for it, is very slow: check MLFLOW_S3_ENDPOINT_URL and AWS_PROFILE.',
    })
  }

  /** @param knownRegion - when the request was sent: another one may have learnt the right one since */
  async #correction(
    { status, code, region, date }: S3Failure,
    { sdk }: BucketClient,
    knownRegion: string | undefined,
  ): Promise<{ name: string; make: () => Promise<unknown> } | undefined> {
    const isElsewhere =
      region !== undefined &&
      (region !== (await sdk.config.region()) || knownRegion !== this.#clients.regionOf(this.bucket))
    if (status < 500 && isElsewhere && this.#clients.mayChangeRegion) {
      const make = async (): Promise<void> => {
        this.#clients.rememberRegion(this.bucket, region)
        this.#endpoint.forget()
      }
      return { name: 'region', make }
    }
    const theirs = Date.parse(date ?? '')
    if (code === 'RequestTimeTooSkewed' && !Number.isNaN(theirs)) {
      const make = async (): Promise<void> => {
        sdk.config.systemClockOffset = theirs - Date.now()
      }
      return { name: 'clock', make }
    }
    if (EXPIRED.has(code)) {
      return { name: 'credentials', make: async () => await sdk.config.credentials({ forceRefresh: true }) }
    }
    return undefined
  }
}

/** Whether credentials were not waited for to the end: this caller is another one, which did not give up. */
function isGivenUp(error: unknown): boolean {
  return error instanceof Error && (error instanceof GivenUp || error.cause instanceof GivenUp)
}
