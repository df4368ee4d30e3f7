import { constants } from 'node:buffer'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
