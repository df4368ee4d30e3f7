import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import {
  bytesFile,
  type FaultServer,
  generatedFile,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { digestOf } from './faults/digest-of.ts'
import { NODE_VERSIONS, nodeExecutable } from './packed/node-versions.ts'
import { runtimeExecutable } from './packed/runtime-executable.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'

const execute = promisify(execFile)
const READ: string = fileURLToPath(new URL('runtimes/read.ts', import.meta.url))
const COMMAND: string = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url))
/** Whatever does not end. */
const LIMIT = { timeout: 110_000 }
const MIB = 2 ** 20
/** Of three parts, and so one that another process can go on with. */
const LARGE = generatedFile(48 * MIB, 7)

interface Runtime {
  readonly name: string
  readonly executable: () => Promise<string>
  /** What stands before the script. */
  readonly parameters: readonly string[]
}

const RUNTIMES: readonly Runtime[] = [
  { name: 'Bun', executable: () => runtimeExecutable('bun', '1.4.5'), parameters: [] },
  { name: 'Deno', executable: () => runtimeExecutable('deno', '2.9.6'), parameters: ['run', '-A'] },
  ...NODE_VERSIONS.map((version) => ({
    name: `Node ${version}`,
    executable: () => nodeExecutable(version),
    parameters: ['--no-warnings'],
  })),
]

describe.each(RUNTIMES)('$name', ({ executable: find, parameters }) => {
  let executable: string
  let server: FaultServer
  let folder: string
  beforeAll(async () => {
    executable = await find()
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runtimes-'))
    server = await startFaultServer({
      files: [
        ['run/a.txt', bytesFile('a')],
        ['run/sub/large.bin', LARGE],
      ],
    })
    onTestFinished(async () => {
      await server.close()
      await rm(folder, { recursive: true })
    })
  })

  /** Starts the command, and gives the process and how it ends. */
  function start(...given: string[]) {
    const child = spawn(executable, [...parameters, COMMAND, ...given], {
      env: cleanEnvironment(folder, {
        MLFLOW_TRACKING_URI: server.origin,
        MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1',
      }),
      ...LIMIT,
    })
    const output = Promise.all([child.stdout.toArray(), child.stderr.toArray(), once(child, 'exit')])
    const outcome = output.then(([stdout, stderr, [code]]) => ({
      code,
      stdout: Buffer.concat(stdout).toString(),
      stderr: Buffer.concat(stderr).toString(),
    }))
    return { child, outcome }
  }

  test('passes the conformance kit, and downloads', async () => {
    const { stdout } = await execute(executable, [...parameters, READ], LIMIT)
    const { passed, failed } = JSON.parse(stdout)
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(100)
  })

  test('lists', async () => {
    expect(await start('list', 'mlflow-artifacts:/run').outcome).toEqual({
      code: 0,
      stdout: 'file       1 B  run/a.txt\ndir          -  run/sub\n',
      stderr: '',
    })
    const { stdout } = await start('list', 'mlflow-artifacts:/run', '--recursive', '--json').outcome
    expect(JSON.parse(stdout)).toContainEqual({
      path: 'run/sub/large.bin',
      is_dir: false,
      file_size: LARGE.size,
    })
  })

  test('prints a file', async () => {
    expect(await start('cat', 'mlflow-artifacts:/run/a.txt').outcome).toEqual({
      code: 0,
      stdout: 'a',
      stderr: '',
    })
  })

  test('downloads, is interrupted, and goes on', async () => {
    const destination = join(folder, 'to')
    const download = ['download', 'mlflow-artifacts:/run', '--dst-path', destination]
    const interrupted = start(...download)
    server.faults = () => ({
      drip: { bytes: MIB, everyMs: 20 },
      when: { sent: 10 * MIB, run: () => interrupted.child.kill('SIGINT') },
    })
    expect(await interrupted.outcome).toMatchObject({ code: 130, stderr: 'error: interrupted\n' })
    const left = await readdir(join(destination, 'run/sub'))
    expect(left.map((name) => name.replace(/^.*\.part/, '.part')).toSorted()).toEqual(['.part', '.part.json'])

    server.faults = () => undefined
    const before = server.requests.length
    const { code, stdout } = await start(...download).outcome
    expect(code).toBe(0)
    const path = stdout.trim()
    expect(path).toBe(join(destination, 'run'))
    expect(await readFile(join(path, 'a.txt'), 'utf8')).toBe('a')
    expect(digestOf(bytesFile(await readFile(join(path, 'sub/large.bin'))))).toBe(digestOf(LARGE))
    expect(await readdir(join(path, 'sub'))).toEqual(['large.bin'])
    const starts = server.requests
      .slice(before)
      .map(({ headers }) => /^bytes=([1-9]\d*)-/.exec(headers.range ?? '')?.[1])
    // Behind what the first one left, which is no place where a part begins.
    expect(starts.some((start) => start !== undefined && Number(start) % (16 * MIB) !== 0)).toBe(true)
  })

  test('says by its exit code what failed', async () => {
    const missing = await start('cat', 'mlflow-artifacts:/run/missing').outcome
    expect(missing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^error: .*missing/) })
    server.faults = () => ({ answer: { status: 403 } })
    expect(await start('list', 'mlflow-artifacts:/run').outcome).toMatchObject({ code: 3, stdout: '' })
    await server.takeDown()
    expect(await start('list', 'mlflow-artifacts:/run').outcome).toMatchObject({ code: 5, stdout: '' })
    expect(await start('list', '--no-such-option').outcome).toMatchObject({ code: 1, stdout: '' })
  })
})
