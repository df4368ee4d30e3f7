import type { HeadObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import type { BackendContext, HttpResponse } from '@mlflow-artifacts/repository'
import type { BucketClient, Clients } from './client/clients.ts'
import { type BucketEndpoint, bucketEndpoint, signedRequest } from './client/signed-request.ts'
import { isErrorDocument } from './failure/error-document.ts'
import { failureOfResponse, failureOfSdk, S3Failure } from './failure/s3-failure.ts'
import { orAborted } from './or-aborted.ts'
import { type S3Settings, s3Settings } from './settings/s3-settings.ts'

const EXPIRED: ReadonlySet<string> = new Set(['ExpiredToken', 'TokenRefreshRequired', 'InvalidToken'])

/** One bucket: listings by the SDK, bytes by requests that it signed. */
export class S3Store {
  readonly bucket: string
  /** The origin of a custom endpoint; on AWS each bucket is one of its own. */
  readonly concurrencyKey: string
  readonly #clients: Clients
  readonly #context: BackendContext
  readonly #settings: S3Settings
  readonly #owner: { readonly ExpectedBucketOwner?: string }
  #client: Promise<BucketClient> | undefined
  #endpoint: Promise<BucketEndpoint> | undefined

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

  /** One page of a listing, names percent-encoded where it says so. */
  async listPage(
    input: { Prefix: string; Delimiter?: string; ContinuationToken?: string; MaxKeys?: number },
    signal: AbortSignal | undefined,
  ): Promise<ListObjectsV2CommandOutput> {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3')
    return await this.#corrected(signal, async ({ sdk }) => {
      const bucket = { Bucket: this.bucket, ...this.#owner, EncodingType: 'url' } as const
      return await sdk.send(
        new ListObjectsV2Command({ ...bucket, ...input }),
        signal && { abortSignal: signal },
      )
    })
  }

  /** What the store says of an object. */
  async head(
    input: { Key: string; PartNumber?: number; IfMatch?: string },
    signal: AbortSignal | undefined,
  ): Promise<HeadObjectCommandOutput> {
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3')
    return await this.#corrected(signal, async ({ sdk }) => {
      const bucket = { Bucket: this.bucket, ...this.#owner }
      return await sdk.send(new HeadObjectCommand({ ...bucket, ...input }), signal && { abortSignal: signal })
    })
  }

  /** Starts reading an object: a response with status 200, 206 or 416. */
  async get(
    key: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const { ExpectedBucketOwner: owner } = this.#owner
    const all = { ...headers, ...(owner !== undefined && { 'x-amz-expected-bucket-owner': owner }) }
    return await this.#corrected(signal, async ({ sdk, http }) => {
      this.#endpoint ??= bucketEndpoint(sdk, this.bucket)
      const signed = await signedRequest(sdk, await this.#endpoint, key, all)
      const response = await http.request({ ...signed, kind: 'data', signal })
      const isAnswer = [200, 206, 416].includes(response.status)
      if (isAnswer && !(await isErrorDocument(response))) return response
      throw await failureOfResponse(response, signal)
    })
  }

  /** Tries something once more for each reason that can be set right: the region, the clock, expired credentials. */
  async #corrected<Result>(
    signal: AbortSignal | undefined,
    attempt: (client: BucketClient) => Promise<Result>,
  ): Promise<Result> {
    const corrections = new Set<string>()
    for (;;) {
      signal?.throwIfAborted()
      this.#client ??= this.#clients.clientFor(this.bucket, this.#settings, this.#context)
      const client = await this.#client
      try {
        return await orAborted(attempt(client), signal)
      } catch (error) {
        signal?.throwIfAborted()
        const failure = error instanceof S3Failure ? error : failureOfSdk(error)
        const correction = failure instanceof S3Failure ? await this.#correction(failure, client) : undefined
        if (correction === undefined || corrections.has(correction.name)) throw failure
        corrections.add(correction.name)
        await correction.make()
      }
    }
  }

  async #correction(
    { status, code, region, date }: S3Failure,
    { sdk }: BucketClient,
  ): Promise<{ name: string; make: () => unknown } | undefined> {
    const isElsewhere = status < 500 && region !== undefined && region !== (await sdk.config.region())
    if (isElsewhere && this.#clients.mayChangeRegion) {
      const make = (): void => {
        this.#clients.rememberRegion(this.bucket, region)
        this.#endpoint = undefined
      }
      return { name: 'region', make }
    }
    const theirs = Date.parse(date ?? '')
    if (code === 'RequestTimeTooSkewed' && !Number.isNaN(theirs)) {
      const make = (): void => {
        sdk.config.systemClockOffset = theirs - Date.now()
      }
      return { name: 'clock', make }
    }
    if (EXPIRED.has(code)) {
      return { name: 'credentials', make: () => sdk.config.credentials({ forceRefresh: true }) }
    }
    return undefined
  }
}
