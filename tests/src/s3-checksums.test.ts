import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault, Faults, ReceivedRequest } from '@mlflow-artifacts/testing/fault-server'
import {
  type DownloadArtifactsOptions,
  type DownloadProgress,
  downloadArtifacts,
  loadText,
} from 'mlflow-artifacts'
import { describe, expect, test } from 'vitest'
import { startFaultyS3 } from './servers/start-faulty-s3.ts'

const SIZE = 300_000
const PART = 65_536
const CONTENT = Buffer.from(Array.from({ length: SIZE }, (_, index) => (index * 131 + 7) % 256))

/** What Python's xxhash 3 computes of the content, and of its digests part by part. */
const CHECKSUMS = [
  ['xxhash64', 'Jiyr0Hus3Pw=', '4+cIxzAhhi8='],
  ['xxhash3', 'PvLbosCIdyw=', 'nWVoQ+pvKa4='],
  ['xxhash128', 'lHYOr5gURgA+8tuiwIh3LA==', 'bRYdpe8b0eeozms+TKSlHA=='],
] as const

/** The sizes of the parts, which a HEAD asks for. */
const PARTS: Faults = ({ method, target }) => {
  const part = Number(/partNumber=(\d+)/.exec(target)?.[1])
  if (method !== 'HEAD' || Number.isNaN(part)) return undefined
  return { headers: { 'content-length': String(Math.min(PART, SIZE - (part - 1) * PART)) } }
}

/** Whether bytes are asked for. */
const isForBytes = ({ method, kind }: Pick<ReceivedRequest, 'method' | 'kind'>): boolean =>
  method === 'GET' && kind === 's3-object'

/** Befalls the first answer with bytes. */
function once(fault: Fault): Faults {
  let left: Fault | undefined = fault
  return (request) => {
    if (!isForBytes(request)) return undefined
    const next = left
    left = undefined
    return next
  }
}

/** A store with the content, and a download from it. */
async function storeOf(checksum: string, value: string) {
  const headers = { [`x-amz-checksum-${checksum}`]: value }
  const { server, home, environment } = await startFaultyS3({ 'root/a': CONTENT }, { headers })
  const dstPath = join(home, 'to')
  return {
    server,
    environment,
    async download(options: DownloadArtifactsOptions = {}): Promise<string[]> {
      const verified: string[] = []
      const onProgress = ({ finished }: DownloadProgress): void => {
        verified.push(...finished.map((file) => file.verified))
      }
      await downloadArtifacts('s3://bucket/root/a', {
        environment,
        dstPath,
        retryBaseMs: 1,
        onProgress,
        ...options,
      })
      expect((await readFile(join(dstPath, 'a'))).equals(CONTENT)).toBe(true)
      return verified
    },
    files: () => readdir(dstPath),
  }
}

describe.each(CHECKSUMS)('%s', (algorithm, ofWhole, ofParts) => {
  test.each([
    ['in one answer', {}],
    ['where it could come in ranges', { partsFrom: 1, partSize: PART }],
  ])('verifies a file %s', async (_how, shape) => {
    const { download } = await storeOf(algorithm, ofWhole)
    expect(await download(shape)).toEqual(['checksum'])
  })

  test('lets no flipped bit pass', async () => {
    const { server, download, files, environment } = await storeOf(algorithm, ofWhole)
    server.faults = once({ flipBitAt: SIZE - 1 })
    expect(await download()).toEqual(['checksum'])
    expect(server.requests.filter(isForBytes)).toHaveLength(2)
    server.faults = (request) => (isForBytes(request) ? { flipBitAt: 7 } : undefined)
    await expect(download()).rejects.toMatchObject({ code: 'DATA_LOSS' })
    await expect(loadText('s3://bucket/root/a', { environment })).rejects.toMatchObject({ code: 'DATA_LOSS' })
    expect(await files()).toEqual(['a'])
  })

  test('is gone on with where an answer broke', async () => {
    const { server, download } = await storeOf(algorithm, ofWhole)
    server.faults = once({ cut: { at: 100_000, how: 'fin' } })
    expect(await download({ partsFrom: 1, partSize: PART })).toEqual(['checksum'])
    const ranges = server.requests.filter(isForBytes).map(({ headers }) => headers.range)
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]/)])
  })

  test('is gone on with by a later download', async () => {
    const { server, download } = await storeOf(algorithm, ofWhole)
    server.faults = once({ cut: { at: 150_000, how: 'fin' } })
    const shape = { partsFrom: 1, partSize: PART }
    await expect(download({ ...shape, attempts: 1 })).rejects.toThrow()
    expect(await download(shape)).toEqual(['checksum'])
    expect(server.requests.at(-1)?.headers.range).toMatch(/^bytes=[1-9]/)
  })

  test('of the checksums of parts is verified part by part', async () => {
    const { server, download } = await storeOf(algorithm, `${ofParts}-${Math.ceil(SIZE / PART)}`)
    server.faults = (request) => PARTS(request) ?? (isForBytes(request) ? { flipBitAt: 7 } : undefined)
    await expect(download()).rejects.toMatchObject({ code: 'DATA_LOSS' })
    server.faults = PARTS
    expect(await download()).toEqual(['checksum'])
  })
})
