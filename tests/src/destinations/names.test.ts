import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startScriptedServer } from '../servers/start-scripted-server.ts'

const execute = promisify(execFile)
const ASK: string = join(import.meta.dirname, 'ask-names.ts')

const HOSTS = `
127.0.0.1 localhost here.test
127.0.1.1 debian.test
::ffff:127.0.0.1 mapped.test
169.254.169.254 metadata.test
fe80::1 neighbour.test
127.0.0.1 both.test
169.254.169.254 both.test
`

test('names lead where the system says, and are refused by that', async ({ skip }) => {
  const folder = await mkdtemp(join(tmpdir(), 'names-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const hosts = join(folder, 'hosts')
  await writeFile(hosts, HOSTS)
  // A process with a file of hosts of its own.
  const isolate = [
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    'mount --bind "$0" /etc/hosts && exec "$@"',
    hosts,
  ]
  const isPossible = await execute('unshare', [...isolate, 'true']).then(
    () => true,
    () => false,
  )
  if (!isPossible) skip('processes cannot have a file of hosts of their own here')

  const server = await startScriptedServer((_request, response) => response.end('here'))
  onTestFinished(() => server.close())
  const names = ['here', 'debian', 'mapped', 'metadata', 'neighbour', 'both'].map((name) => `${name}.test`)
  const asking = [...isolate, process.execPath, ASK, String(server.port), ...names]
  const { stdout } = await execute('unshare', asking)
  const here = (name: string, address: string) => `${name}.test (${address}) is an address of this machine`
  const near = (name: string, address: string) =>
    expect.stringContaining(`${name}.test (${address}) is a link-local`)
  expect(JSON.parse(stdout)).toEqual({
    'here.test of undefined': 200,
    'here.test of http://localhost': 200,
    'here.test of http://mlflow.example.com': here('here', '127.0.0.1'),
    // Nobody listens at that address.
    'debian.test of undefined': expect.stringContaining('ECONNREFUSED'),
    'debian.test of http://localhost': expect.stringContaining('ECONNREFUSED'),
    'debian.test of http://mlflow.example.com': here('debian', '127.0.1.1'),
    'mapped.test of undefined': 200,
    'mapped.test of http://localhost': 200,
    'mapped.test of http://mlflow.example.com': expect.stringContaining('of this machine'),
    'metadata.test of undefined': near('metadata', '169.254.169.254'),
    'metadata.test of http://localhost': near('metadata', '169.254.169.254'),
    'metadata.test of http://mlflow.example.com': near('metadata', '169.254.169.254'),
    'neighbour.test of undefined': near('neighbour', 'fe80::1'),
    'neighbour.test of http://localhost': near('neighbour', 'fe80::1'),
    'neighbour.test of http://mlflow.example.com': near('neighbour', 'fe80::1'),
    // Of two addresses, one may be asked.
    'both.test of undefined': 200,
    'both.test of http://localhost': 200,
    'both.test of http://mlflow.example.com': expect.stringContaining('both.test ('),
  })
})
