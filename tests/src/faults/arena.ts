import { randomInt } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createHttpClient, type HttpSettings } from '@mlflow-artifacts/http-client'
import { MlflowError, TransferError } from '@mlflow-artifacts/repository'
import {
  type Fault,
  type FaultServer,
  generatedFile,
  type ReceivedRequest,
  type RequestKind,
  SeededRandom,
  type ServedFile,
  type ServerMode,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { type Artifacts, createArtifacts, type DownloadArtifactsOptions } from 'mlflow-artifacts/compose'
import { storeBackends, storeVariables } from './store-backends.ts'
import { type BackendName, type TrialResult, WrongFile } from './trial.ts'

/** What a part is in the trials: small, so that small files have many. */
export const PART = 64 * 1024

/** The requests that carry the bytes of artifacts, by backend. */
const DATA_KIND: Readonly<Record<Exclude<BackendName, 'FS'>, RequestKind>> = {
  PL: 'artifact',
  PR: 'artifact',
  PS: 'store',
  GC: 'gcs-object',
  HT: 'file',
  S3: 's3-object',
}

const MODES: Readonly<Partial<Record<BackendName, ServerMode>>> = { PR: 'remote', PS: 'presigned' }

/** How an {@link Arena} is set up. */
export interface ArenaOptions {
  /** Bytes of the artifact. Default: a few parts, by the seed. */
  readonly size?: number
  readonly http?: HttpSettings
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the server has an address to itself, so that nobody takes its ports while it is down. Default: `false`. */
  readonly hasOwnAddress?: boolean
}

/** One trial's own server, client, artifact and destination. */
export class Arena {
  readonly random: SeededRandom
  readonly backend: BackendName
  readonly server: FaultServer
  readonly file: ServedFile
  dstPath: string
  readonly source: string
  /** Why the last attempt failed. */
  error: unknown
  /** Is called when bytes have left the server. */
  onSent: (() => void) | undefined
  readonly #settings: HttpSettings
  readonly #clients: { close(): Promise<void> }[] = []

  private constructor(
    backend: BackendName,
    random: SeededRandom,
    server: FaultServer,
    file: ServedFile,
    folder: string,
    settings: HttpSettings,
  ) {
    this.backend = backend
    this.random = random
    this.server = server
    this.file = file
    this.dstPath = join(folder, 'to')
    this.source = sourceOf(backend, server.origin, folder, 'run/model.bin')
    this.#settings = settings
  }

  /** Sets up an arena, and ends everything in it after the trial. */
  static async run<Result>(
    seed: number,
    backend: BackendName,
    trial: (arena: Arena) => Promise<Result>,
    { size, http = {}, headers = {}, hasOwnAddress = false }: ArenaOptions = {},
  ): Promise<Result> {
    const random = new SeededRandom(seed)
    const file = generatedFile(size ?? random.integer(2 * PART, 16 * PART), seed, { headers })
    const folder = await mkdtemp(join(tmpdir(), 'arena-'))
    if (backend === 'FS') await writeFile(join(folder, 'model.bin'), file.read(0, file.size))
    const server = await startFaultServer({
      files: [['run/model.bin', file]],
      mode: MODES[backend] ?? 'local',
      onSent: () => arena.onSent?.(),
      ...(hasOwnAddress && { host: ownAddress() }),
    })
    const arena = new Arena(backend, random, server, file, folder, http)
    try {
      return await trial(arena)
    } finally {
      await arena.#closeClients()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** The final name of the artifact. */
  get target(): string {
    return join(this.dstPath, 'model.bin')
  }

  /** What another file or directory of the server is downloaded as. */
  sourceOf(path: string): string {
    return sourceOf(this.backend, this.server.origin, dirname(this.dstPath), path)
  }

  /** The variables of whoever downloads. */
  get environment(): Readonly<Record<string, string>> {
    return { HOME: '/nonexistent', ...storeVariables(this.server.origin) }
  }

  /** Whether a request is for the bytes of the artifact, and not a look at its size. */
  isData({ kind, method, headers }: ReceivedRequest): boolean {
    const isLook = method === 'HEAD' || headers.range === 'bytes=0-0'
    return this.backend !== 'FS' && kind === DATA_KIND[this.backend] && !isLook
  }

  /** Lets the requests for bytes meet faults. They are counted from 0. */
  set dataFaults(faults: (request: ReceivedRequest, index: number) => Fault | undefined) {
    let next = 0
    this.server.faults = (request) => (this.isData(request) ? faults(request, next++) : undefined)
  }

  /** Bytes of artifacts that have been sent. */
  get sent(): number {
    return this.server.requests.reduce((sum, request) => sum + (this.isData(request) ? request.sent : 0), 0)
  }

  /**
   * Bytes of ranges that have been sent. The first answer, of the whole, only says which content it is; how much of it is
   * sent before it is given up is a matter of time.
   */
  get sentInRanges(): number {
    const ranges = this.server.requests.filter(
      (request) => this.isData(request) && 'range' in request.headers,
    )
    return ranges.reduce((sum, { sent }) => sum + sent, 0)
  }

  /** Downloads go to another folder from now on. */
  at(dstPath: string): this {
    this.dstPath = dstPath
    return this
  }

  /** The functions of the library, bound to the server. Their connections end with the trial. */
  artifacts(settings: HttpSettings = {}): Artifacts {
    const { environment } = this
    const trackingUri = this.server.origin
    const http = createHttpClient({
      environment,
      trackingUri,
      settings: {
        timeouts: { connectMs: 5_000, headersMs: 10_000, silenceMs: 10_000 },
        retries: { max: 5, backoffFactor: 0, jitter: 0 },
        ...this.#settings,
        ...settings,
      },
    })
    this.#clients.push(http)
    return createArtifacts({ trackingUri, environment, http, backends: storeBackends() })
  }

  /** Downloads the artifact with the whole of the library, as a user would. */
  async download(options: DownloadArtifactsOptions = {}, settings: HttpSettings = {}): Promise<string> {
    try {
      return await this.artifacts(settings).downloadArtifacts(this.source, {
        dstPath: this.dstPath,
        partSize: PART,
        partsFrom: PART,
        retryBaseMs: 1,
        ...options,
      })
    } finally {
      await this.#closeClients()
    }
  }

  /**
   * Downloads, and judges what came of it: the artifact under its name, or a typed error and nothing there.
   *
   * @param contents - what may stand there. Default: the artifact
   */
  async attempt(
    options: DownloadArtifactsOptions = {},
    contents: readonly ServedFile[] = [this.file],
    settings: HttpSettings = {},
  ): Promise<TrialResult> {
    let error: unknown
    try {
      await this.download(options, settings)
    } catch (thrown) {
      assertTyped(thrown)
      error = thrown
    }
    this.error = error
    const stands = await this.stands(contents)
    if (!stands && error === undefined) throw new WrongFile('It succeeded without a file')
    if (stands && error !== undefined) throw new Error('It failed, but the file is there', { cause: error })
    await this.assertTidy(error !== undefined)
    return { outcome: stands ? 'right' : 'refused', size: this.file.size, sent: this.sent }
  }

  /**
   * Whether a file stands under the final name.
   *
   * @throws WrongFile where it is none of these
   */
  async stands(contents: readonly ServedFile[] = [this.file]): Promise<boolean> {
    const bytes = await readFile(this.target).catch(() => undefined)
    if (bytes === undefined) return false
    if (contents.some((file) => isContent(bytes, file))) return true
    throw new WrongFile(`${bytes.byteLength} bytes under the final name are not the ${this.file.size} served`)
  }

  async #closeClients(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.close()))
  }

  /** Looks for files that should not be there: none but the artifact, and what a later run can go on with. */
  async assertTidy(mayResume: boolean): Promise<void> {
    const left = await readdir(this.dstPath).catch(() => [])
    const strange = left.filter(
      (name) => !['model.bin', 'filler'].includes(name) && !(mayResume && /\.part(\.json)?$/.test(name)),
    )
    if (strange.length > 0) throw new Error(`Left behind: ${strange.join(', ')}`)
  }
}

/** Rejects an error that is none of ours, or that is about files one of which failed with such a one. */
export function assertTyped(error: unknown): void {
  const all = error instanceof TransferError ? [...error.failures.values()] : [error]
  const untyped = all.find((failure) => !MlflowError.isInstance(failure))
  if (untyped !== undefined) throw new Error('An error without a type', { cause: untyped })
}

/** Whether bytes are those of a file. */
export function isContent(bytes: Buffer, file: ServedFile): boolean {
  if (bytes.byteLength !== file.size) return false
  let position = 0
  for (const piece of file.read(0, file.size)) {
    const end = position + piece.byteLength
    if (!bytes.subarray(position, end).equals(piece)) return false
    position = end
  }
  return position === file.size
}

/** All of 127.0.0.0/8 is this machine on Linux; elsewhere, its usual address has to do. */
function ownAddress(): string {
  if (process.platform !== 'linux') return '127.0.0.1'
  return [127, randomInt(1, 255), randomInt(1, 255), randomInt(1, 255)].join('.')
}

function sourceOf(backend: BackendName, origin: string, folder: string, path: string): string {
  if (backend === 'FS') return join(folder, basename(path))
  if (backend === 'GC') return `gs://bucket/${path}`
  if (backend === 'S3') return `s3://bucket/${path}`
  return backend === 'HT' ? `${origin}/files/${path}` : `mlflow-artifacts:/${path}`
}
