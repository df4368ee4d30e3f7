import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type DownloadArtifactsOptions,
  type DownloadProgress,
  downloadArtifacts,
  type Verification,
} from 'mlflow-artifacts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cleanEnvironment } from './servers/clean-environment.ts'
import {
  type ReceivedRequest,
  type ScriptedServer,
  startScriptedServer,
} from './servers/start-scripted-server.ts'

const SIZE = 300_000
const CONTENT = randomBytes(SIZE)

/** What a web server may say of its bytes: of all of the file, or of what it sends. */
const FIELDS: readonly (readonly [string, (whole: Buffer, sent: Buffer) => string, Verify])[] = [
  ['Repr-Digest', (whole) => `sha-256=:${digest('sha256', whole)}:`, 'default'],
  ['Repr-Digest', (whole) => `sha-512=:${digest('sha512', whole)}:`, 'default'],
  ['Content-Digest', (_whole, sent) => `sha-256=:${digest('sha256', sent)}:`, 'default'],
  ['Digest', (whole) => `SHA-256=${digest('sha256', whole)}`, 'default'],
  ['Digest', (whole) => `MD5=${digest('md5', whole)}`, 'all'],
  ['Content-MD5', (_whole, sent) => digest('md5', sent), 'all'],
]

type Verify = NonNullable<DownloadArtifactsOptions['verify']>

function digest(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('base64')
}

let folder: string
let server: ScriptedServer
/** What happens to the answer to a request for bytes; they are counted from 0. */
let answer: (index: number) => { flip?: boolean; cut?: boolean; silent?: boolean }
let digestField: (typeof FIELDS)[number]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digests-'))
  let next = 0
  server = await startScriptedServer((request, response) => {
    // The look at its size asks for one byte.
    const isLook = request.headers.range === 'bytes=0-0'
    send(request, response, isLook ? {} : answer(next++))
  })
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

function send(
  { headers }: ReceivedRequest,
  response: ServerResponse,
  { flip = false, cut = false, silent = false }: ReturnType<typeof answer>,
): void {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? []
  const start = Number(first ?? 0)
  const end = last === undefined || last === '' ? SIZE : Number(last) + 1
  const sent = CONTENT.subarray(start, end)
  const [name, computed] = digestField
  if (!silent) response.setHeader(name, computed(CONTENT, sent))
  if (first !== undefined) response.setHeader('content-range', `bytes ${start}-${end - 1}/${SIZE}`)
  response.writeHead(first === undefined ? 200 : 206, { etag: '"1"', 'content-length': sent.byteLength })
  const bytes = Buffer.from(sent)
  if (flip) bytes[1_000] = (bytes[1_000] ?? 0) ^ 1
  if (cut) response.write(bytes.subarray(0, 100_000), () => response.destroy())
  else response.end(bytes)
}

async function download(options: DownloadArtifactsOptions): Promise<Verification | undefined> {
  let verified: Verification | undefined
  const onProgress = ({ finished }: DownloadProgress): void => {
    verified = finished.at(-1)?.verified ?? verified
  }
  const environment = cleanEnvironment(folder)
  await downloadArtifacts(`${server.uri}/model.bin`, {
    environment,
    dstPath: join(folder, 'to'),
    retryBaseMs: 1,
    onProgress,
    ...options,
  })
  return verified
}

async function isRight(): Promise<boolean> {
  return (await readFile(join(folder, 'to/model.bin'))).equals(CONTENT)
}

describe.each(FIELDS)('%s', (...field) => {
  const [, , verify] = field
  beforeEach(() => {
    digestField = field
  })

  test.each([
    ['in one request', {}],
    ['part by part', { partsFrom: 1, partSize: 50_000 }],
  ])('verifies a file %s, and wrong bytes are fetched again', async (_how, shape) => {
    answer = (index) => ({ flip: index === 0 })
    expect(await download({ ...shape, verify })).toBe('checksum')
    expect(await isRight()).toBe(true)
  })

  test('that is never right is an error, and no file', async () => {
    answer = () => ({ flip: true })
    await expect(download({ verify })).rejects.toMatchObject({ code: 'DATA_LOSS' })
    expect(await readdir(join(folder, 'to'))).toEqual([])
  })
})

describe.each(FIELDS.filter(([name]) => name.startsWith('Content-')))('%s', (...field) => {
  test('of an answer with the rest of a file counts, where the first had none', async () => {
    digestField = field
    // The first answer breaks; the second one, with what is missing, is wrong.
    answer = (index) => ({ cut: index === 0, silent: index === 0, flip: index === 1 })
    await download({ verify: field[2], partsFrom: 1, partSize: SIZE })
    expect(await isRight()).toBe(true)
  })
})

test('MD5 is looked at with verify: all only, as it costs more than the transfer', async () => {
  digestField = ['Content-MD5', (_whole, sent) => digest('md5', sent), 'all']
  answer = () => ({})
  expect(await download({})).toBe('size')
})
