import { execFile, spawnSync } from 'node:child_process'
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'

const execute = promisify(execFile)
const PACKAGE: string = JSON.stringify(join(import.meta.dirname, 'index.ts'))

// A mount in a namespace of its own, which goes with the process.
const READ_ONLY = ['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o ro tmpfs /mnt && exec "$0" "$@"'] as const
const canMount = spawnSync(READ_ONLY[0], [...READ_ONLY.slice(1), 'true']).status === 0

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'process-state-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await chmod(folder, 0o755)
})

async function runScript(script: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const file = join(folder, 'script.ts')
  await writeFile(file, `import * as artifacts from ${PACKAGE}\n${script}`)
  return (await execute(process.execPath, [file], { cwd: folder, env })).stdout
}

test('a user whom nobody entered, without a home, has no files with credentials', async ({ skip }) => {
  if (process.getuid?.() !== 0) return skip('only root becomes somebody else')
  const server = createServer((request, response) => response.end(request.headers.authorization ?? 'nobody'))
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const script = `
    const trackingUri = 'http://127.0.0.1:${port}'
    const load = async () => [
      await artifacts.loadText('http://127.0.0.1:${port}/x.txt'),
      await artifacts.loadText('runs:/${'0'.repeat(32)}/a', { trackingUri }).catch(({ code }) => code),
    ]
    // Its code is loaded first: others may not enter the folder that it is in.
    await load()
    process.setuid(54_321)
    for (const line of await load()) console.log(line)
  `
  const env = { PATH: process.env.PATH, TMPDIR: folder, MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' }
  for (const variables of [{}, { NETRC: '~/.netrc' }]) {
    const printed = await runScript(script, { ...env, ...variables })
    expect(printed).toMatch(/^nobody\n[A-Z_]+\n$/)
    expect(printed).not.toContain('undefined')
  }
})

describe('a machine without a place for temporary files', () => {
  test('loads what fits into memory', async () => {
    const { loadDict, loadImage, loadText } = await import('./index.ts')
    await writeFile(join(folder, 'a.json'), '{"a": 1}')
    await cp(join(import.meta.dirname, '../../../tests/fixtures/plot.png'), join(folder, 'plot.png'))
    const before = process.env.TMPDIR
    process.env.TMPDIR = join(folder, 'missing')
    onTestFinished(() => {
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
    })
    expect(await loadText(join(folder, 'a.json'))).toBe('{"a": 1}')
    expect(await loadDict(join(folder, 'a.json'))).toEqual({ a: 1 })
    expect(await loadImage(join(folder, 'plot.png'))).toBeDefined()
  })

  test('says why nothing can be downloaded without a dstPath', async () => {
    const printed = await runScript(
      `
      import { createServer } from 'node:http'
      const server = createServer((_request, response) => response.end('x')).listen(0, '127.0.0.1', async () => {
        const uri = 'http://127.0.0.1:' + server.address().port + '/x.txt'
        const { name, code, message, hint } = await artifacts.downloadArtifacts(uri).catch((error) => error)
        console.log(JSON.stringify({ name, code, message, hint }))
        server.close()
      })
    `,
      { PATH: process.env.PATH, TMPDIR: join(folder, 'missing') },
    )
    expect(JSON.parse(printed)).toEqual({
      name: 'MlflowError',
      code: 'IO_ERROR',
      message: expect.stringContaining('ENOENT'),
      hint: expect.stringContaining('TMPDIR'),
    })
  })

  test.skipIf(!canMount).each([
    ['a new dstPath', '/mnt/new', '/mnt/new', 'dstPath'],
    ['one below it', '/mnt/a/b', '/mnt/a/b', 'dstPath'],
    ['the folder for temporary files', undefined, '/mnt', 'TMPDIR'],
  ])('says of %s on a read-only file system that it is', async (_what, dstPath, place, hint) => {
    await writeFile(join(folder, 'text'), 'text')
    const script = `
      import * as artifacts from ${PACKAGE}
      const repository = (uri) => ({
        specificationVersion: 'v1', uri,
        async *list() { yield { path: 'f', isDir: false, fileSize: 4 } },
        async open() { throw new Error('not opened') },
      })
      const backend = { specificationVersion: 'v1', name: 'one', schemes: ['one'], repository }
      const options = { dstPath: ${JSON.stringify(dstPath)}, backends: [backend], trackingUri: 'http://127.0.0.1:9' }
      const { code, message, hint } = await artifacts.downloadArtifacts('one://store/f', options).catch((e) => e)
      console.log(JSON.stringify({ code, message, hint, text: await artifacts.loadText('text') }))`
    await writeFile(join(folder, 'script.ts'), script)
    const command = [...READ_ONLY.slice(1), process.execPath, 'script.ts']
    const env = { ...process.env, TMPDIR: '/mnt' }
    const { stdout } = await execute(READ_ONLY[0], command, { cwd: folder, env })
    expect(JSON.parse(stdout)).toEqual({
      code: 'PERMISSION_DENIED',
      message: expect.stringMatching(new RegExp(`^Cannot write '${place}': EROFS`)),
      hint: expect.stringContaining(hint),
      text: 'text',
    })
  })
})
