import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import {
  type ArtifactContent,
  type ArtifactRepository,
  type FileInfo,
  MlflowError,
  type OpenOptions,
  type RequestOptions,
} from '@mlflow-artifacts/repository'
import type { BucketUri } from '@mlflow-artifacts/uri-parsing'

/** A prefix of a bucket. */
export class S3Repository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri: string
  readonly #root: BucketUri
  #client: Promise<S3Client> | undefined

  constructor(uri: string, root: BucketUri) {
    this.uri = uri
    this.#root = root
  }

  async *list(path: string, { signal }: RequestOptions = {}): AsyncGenerator<FileInfo> {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3')
    const prefix = this.#key(path === '' ? '' : `${path}/`)
    const command = new ListObjectsV2Command({ Bucket: this.#root.bucket, Prefix: prefix, Delimiter: '/' })
    const page = await (await this.#sdk()).send(command, signal === undefined ? {} : { abortSignal: signal })
    const relative = (key = ''): string => key.slice(this.#key('').length).replace(/\/$/, '')
    for (const { Prefix } of page.CommonPrefixes ?? [])
      yield { path: relative(Prefix), isDir: true, fileSize: undefined }
    for (const { Key, Size } of page.Contents ?? [])
      yield { path: relative(Key), isDir: false, fileSize: Size }
  }

  async open(path: string, { range, ifMatch, signal }: OpenOptions = {}): Promise<ArtifactContent> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3')
    const command = new GetObjectCommand({
      Bucket: this.#root.bucket,
      Key: this.#key(path),
      ...(range && { Range: `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}` }),
      ...(ifMatch !== undefined && { IfMatch: ifMatch }),
    })
    const object = await (await this.#sdk()).send(
      command,
      signal === undefined ? {} : { abortSignal: signal },
    )
    if (!(object.Body instanceof Readable)) throw new MlflowError('The store sent no body', { uri: this.uri })
    return {
      body: object.Body,
      size: range === undefined ? object.ContentLength : undefined,
      range,
      validator: object.ETag,
      checksums: [],
      contentType: object.ContentType,
    }
  }

  #key(path: string): string {
    const root = this.#root.path.replace(/\/$/, '')
    return root === '' ? path : `${root}/${path}`
  }

  async #sdk(): Promise<S3Client> {
    const { S3Client } = await import('@aws-sdk/client-s3')
    this.#client ??= Promise.resolve(new S3Client({}))
    return this.#client
  }
}
