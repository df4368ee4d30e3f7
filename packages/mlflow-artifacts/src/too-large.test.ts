import { constants } from 'node:buffer'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createArtifacts } from './compose.ts'

const artifacts = createArtifacts()
const TOO_LARGE = {
  name: 'MlflowError',
  code: 'MAX_READ_SIZE_EXCEEDED',
  retryable: false,
  hint: expect.stringContaining('openArtifact'),
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'too-large-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe.each([
  ['just more than a string can hold', constants.MAX_STRING_LENGTH + 1],
  ['600 MiB', 600 * 2 ** 20],
  ['2.1 GiB', 2_150 * 2 ** 20],
])('%s', (_what, bytes) => {
  test.each(['loadText', 'loadDict'] as const)('%s of a local file', async (load) => {
    const path = join(folder, `${bytes}`)
    await writeFile(path, '')
    await truncate(path, bytes)
    await expect(artifacts[load](path)).rejects.toMatchObject(TOO_LARGE)
  })

  test.each(['loadText', 'loadDict'] as const)('%s of a server, which sends none of it', async (load) => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': bytes })
      // Whoever waits for its first byte waits for ever.
      response.flushHeaders()
    })
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const uri = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/large.json`
    await expect(artifacts[load](uri)).rejects.toMatchObject(TOO_LARGE)
  })
})

test('more than 2 GiB are no image', async () => {
  const path = join(folder, 'image')
  await writeFile(path, '')
  await truncate(path, 2_150 * 2 ** 20)
  await expect(createArtifacts({ sharp }).loadImage(path)).rejects.toMatchObject(TOO_LARGE)
})

test('a listed size is known before the file is asked for', async () => {
  const asked: (string | undefined)[] = []
  const server = createServer(({ url }, response) => {
    asked.push(url)
    response.setHeader('content-type', 'application/json')
    const files = [{ path: 'huge.txt', is_dir: false, file_size: 600 * 2 ** 20 }]
    response.end(url?.includes('path=huge.txt') === true ? '{}' : JSON.stringify({ files }))
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const trackingUri = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const loading = artifacts.loadText('mlflow-artifacts:/huge.txt', { trackingUri })
  await expect(loading).rejects.toMatchObject(TOO_LARGE)
  expect(asked.filter((url) => url?.endsWith('/huge.txt'))).toEqual([])
})

test('too large for the memory is an error, and not the end of the process', async () => {
  const path = join(folder, 'memory')
  await writeFile(path, '')
  await truncate(path, 300 * 2 ** 20)
  const script = `
    const { loadText } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))})
    await loadText(${JSON.stringify(path)}).catch(({ code }) => console.log(code))`
  const parameters = ['--max-old-space-size=64', '--input-type=module', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, parameters)
  expect(stdout).toBe('MAX_READ_SIZE_EXCEEDED\n')
})
