import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import {
  type ArtifactContent,
  type ArtifactRepository,
  type Checksum,
  type ChecksumAlgorithm,
  type FileInfo,
  IntegrityError,
  MlflowError,
  type OpenOptions,
} from '@mlflow-artifacts/repository'
import { hashersOf } from '../src/checksum/hashers-of.ts'

/** What one request meets; what is left out is right. */
export interface Weather {
  /** Breaks the connection after so many bytes. */
  readonly cutAt?: number
  /** Ends the body after so many bytes, as if that were all. */
  readonly endAt?: number
  /** Flips a bit of the byte at this place of the body. */
  readonly flipAt?: number
  /** Sends all where a range is asked for. */
  readonly ignoreRange?: boolean
  /** Shifts the range that is sent. */
  readonly shiftBy?: number
  /** Fails the request. */
  readonly failure?: Error
  /** Says at the end of the body that the artifact was changed meanwhile. */
  readonly changed?: boolean
}

/** What {@link RangedRepository} logs of a request. */
export interface LoggedRequest {
  readonly start: number
  readonly end: number | undefined
  sent: number
}

/** A store with ranges, validators and checksums, of one file `f`, and with weather of its own for each request. */
export class RangedRepository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri = 'memory://ranged'
  content: Buffer
  version = 1
  modifiedAt: number | undefined
  checksums: readonly Checksum[] = []
  /** What each answer has a checksum of its own bytes by. */
  ofAnswers: ChecksumAlgorithm | undefined
  /** For each request in turn; the last one stays. Default: fair. */
  weather: Weather[] = []
  /** Runs before each chunk of a body. */
  beforeChunk: (() => Promise<void> | void) | undefined
  chunkSize: number = 16 * 1024
  readonly requests: LoggedRequest[] = []

  constructor(size: number) {
    this.content = randomBytes(size)
  }

  get sent(): number {
    return this.requests.reduce((sum, { sent }) => sum + sent, 0)
  }

  replace(): void {
    this.content = randomBytes(this.content.byteLength)
    this.version += 1
  }

  withCrc32(): this {
    const value = Buffer.alloc(4)
    value.writeUInt32BE(crc32(this.content))
    this.checksums = [{ algorithm: 'crc32', value, of: 'whole' }]
    return this
  }

  async *list(path: string): AsyncGenerator<FileInfo> {
    if (path === '') yield { path: 'f', isDir: false, fileSize: this.content.byteLength }
  }

  async open(_path: string, { range, ifMatch, signal }: OpenOptions = {}): Promise<ArtifactContent> {
    signal?.throwIfAborted()
    const weather = this.weather.shift() ?? {}
    const request = { start: range?.start ?? 0, end: range?.end, sent: 0 }
    this.requests.push(request)
    if (weather.failure !== undefined) throw weather.failure
    if (ifMatch !== undefined && ifMatch !== `v${this.version}`) throw new IntegrityError('changed')
    const size = this.content.byteLength
    const isRanged = range !== undefined && weather.ignoreRange !== true
    const shift = weather.shiftBy ?? 0
    const start = isRanged ? range.start + shift : 0
    const end = isRanged ? Math.min(size, range.end ?? size) : size
    return {
      // Whoever reads a chunk after having given it back reads nonsense.
      recycle: (chunk) => void chunk.fill(0xee),
      body: this.#body(this.content.subarray(start, end), weather, request, signal),
      size,
      range: isRanged ? { start, end } : undefined,
      validator: `v${this.version}`,
      modifiedAt: this.modifiedAt,
      checksums: [...this.checksums, ...(await this.#ofAnswer(start, end))],
      contentType: undefined,
    }
  }

  async #ofAnswer(start: number, end: number): Promise<Checksum[]> {
    if (this.ofAnswers === undefined) return []
    const hasher = (await hashersOf(this.ofAnswers))()
    hasher.update(this.content.subarray(start, end))
    return [{ algorithm: this.ofAnswers, value: hasher.digest(), of: 'range' }]
  }

  async *#body(
    bytes: Buffer,
    { cutAt, endAt, flipAt, changed }: Weather,
    request: LoggedRequest,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    const last = Math.min(bytes.byteLength, cutAt ?? Infinity, endAt ?? Infinity)
    for (let offset = 0; offset < last; offset += this.chunkSize) {
      await this.beforeChunk?.()
      // Real bodies come through a socket.
      await new Promise<void>((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      const chunk = Buffer.from(bytes.subarray(offset, Math.min(last, offset + this.chunkSize)))
      if (flipAt !== undefined && flipAt >= offset && flipAt < offset + chunk.byteLength) {
        chunk.writeUInt8(chunk.readUInt8(flipAt - offset) ^ 1, flipAt - offset)
      }
      request.sent += chunk.byteLength
      yield chunk
    }
    if (changed === true) {
      const hint = 'Wait.'
      throw new IntegrityError('It was changed while it was read', { retryable: true, hint })
    }
    if (cutAt !== undefined && cutAt < bytes.byteLength) {
      throw new MlflowError('The connection broke', { code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
    }
  }
}
