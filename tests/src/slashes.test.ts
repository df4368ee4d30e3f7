import { createServer } from 'node:http'
import { bytesFile, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { expect, onTestFinished, test } from 'vitest'
import { storeBackends, storeVariables } from './faults/store-backends.ts'

const KEYS = ['x', '/x', '//x', 'd/x', '/d/x', '/d/e/x']

test.each([
  ['b/x', 'x'],
  ['b//x', '/x'],
  ['b///x', '//x'],
  ['b//d/x', '/d/x'],
  ['b//d/e/x', '/d/e/x'],
  ['b/d/x', 'd/x'],
])('what stands at %s of a bucket is the object %j', async (place, key) => {
  const server = await startFaultServer({ files: KEYS.map((name) => [name, bytesFile(name)] as const) })
  onTestFinished(() => server.close())
  const artifacts = createArtifacts({
    backends: storeBackends(),
    environment: { HOME: '/nonexistent', ...storeVariables(server.origin) },
  })
  for (const scheme of ['s3', 'gs']) {
    const uri = `${scheme}://${place.replace(/^b/, 'bucket')}`
    expect(await artifacts.loadText(uri)).toBe(key)
    expect(await artifacts.statArtifact(uri)).toMatchObject({ isDir: false, fileSize: key.length })
  }
})

test.each(['/x', '//x', '/a//x', '/a//b///x?q=/1//2', '//a/x;v=1'])(
  'the page %s of a web server is asked for as it is',
  async (target) => {
    const targets: (string | undefined)[] = []
    const server = createServer((request, response) => {
      targets.push(request.url)
      response.end('page')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const artifacts = createArtifacts({ environment: {} })
    expect(await artifacts.loadText(`http://127.0.0.1:${port}${target}`)).toBe('page')
    expect([...new Set(targets)]).toEqual([target])
  },
)
