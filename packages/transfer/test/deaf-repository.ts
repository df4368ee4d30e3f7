import { Readable } from 'node:stream'
import type {
  ArtifactContent,
  ArtifactRepository,
  FileInfo,
  FoundArtifact,
} from '@mlflow-artifacts/repository'

/** What a {@link DeafRepository} hangs in. */
export const DEAF_PLACES = [
  'list',
  'stat',
  'walk',
  'open',
  'body',
  'stream',
  'endless body',
  'maxAttempts',
] as const

export type DeafPlace = (typeof DEAF_PLACES)[number]

const SIZE = 1_000
const CHUNK = Buffer.from('aaaa')

/** A store of a directory `d` with a file `f`, which hangs somewhere and never hears of an abort. */
export class DeafRepository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri = 'memory://deaf'
  readonly #place: DeafPlace
  /** Resolves when it hangs. */
  readonly asked: Promise<void>
  readonly #goesOn: Promise<void>
  /** What {@link open} gave. */
  readonly bodies: Readable[] = []
  #hang: () => void = () => undefined
  #goOn: () => void = () => undefined

  constructor(place: DeafPlace) {
    this.#place = place
    this.asked = new Promise((resolve) => {
      this.#hang = resolve
    })
    this.#goesOn = new Promise((resolve) => {
      this.#goOn = resolve
    })
  }

  /** Ends what hangs. */
  goOn(): void {
    this.#goOn()
  }

  async *list(path: string): AsyncGenerator<FileInfo> {
    await this.#hangIn('list')
    if (path === '') yield { path: 'd', isDir: true, fileSize: undefined }
    if (path === 'd') yield { path: 'd/f', isDir: false, fileSize: SIZE }
  }

  async *walk(): AsyncGenerator<FileInfo> {
    yield { path: 'd/f', isDir: false, fileSize: SIZE }
    await this.#hangIn('walk')
  }

  async stat(path: string): Promise<FoundArtifact | undefined> {
    await this.#hangIn('stat')
    return path === 'd/f'
      ? { path, isDir: false, fileSize: SIZE }
      : { path, isDir: true, fileSize: undefined }
  }

  async maxAttempts(): Promise<undefined> {
    await this.#hangIn('maxAttempts')
  }

  async open(): Promise<ArtifactContent> {
    await this.#hangIn('open')
    return {
      body: this.#body(),
      size: this.#place === 'endless body' ? undefined : SIZE,
      range: undefined,
      validator: undefined,
      checksums: [],
      contentType: undefined,
    }
  }

  #body(): AsyncIterable<Uint8Array> {
    if (this.#place !== 'stream' && this.#place !== 'open') return this.#pieces()
    const body = Readable.from(this.#pieces())
    this.bodies.push(body)
    return body
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    yield CHUNK
    if (this.#place === 'body' || this.#place === 'stream') await this.#hangIn(this.#place)
    while (this.#place === 'endless body') {
      this.#hang()
      await new Promise(setImmediate)
      yield CHUNK
    }
    yield Buffer.alloc(SIZE - CHUNK.byteLength)
  }

  async #hangIn(place: DeafPlace): Promise<void> {
    if (place !== this.#place) return
    this.#hang()
    await this.#goesOn
  }
}
