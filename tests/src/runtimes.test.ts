import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bytesFile, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { runtimeExecutable } from './packed/runtime-executable.ts'

const execute = promisify(execFile)
const READ: string = fileURLToPath(new URL('runtimes/read.ts', import.meta.url))
const COMMAND: string = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url))
/** Whatever does not end. */
const LIMIT = { timeout: 110_000 }

describe.each([
  { runtime: 'bun', version: '1.4.5', parameters: [] },
  { runtime: 'deno', version: '2.9.6', parameters: ['run', '-A'] },
] as const)('$runtime', ({ runtime, version, parameters }) => {
  let executable: string
  beforeAll(async () => {
    executable = await runtimeExecutable(runtime, version)
  })

  test('passes the conformance kit, and downloads', async () => {
    const { stdout } = await execute(executable, [...parameters, READ], LIMIT)
    const { passed, failed } = JSON.parse(stdout)
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(100)
  })

  test('runs the command', async () => {
    const server = await startFaultServer({ files: [['run/a.txt', bytesFile('a')]] })
    onTestFinished(() => server.close())
    const env = { ...process.env, MLFLOW_TRACKING_URI: server.origin }
    const given = [COMMAND, 'list', '-u', 'mlflow-artifacts:/run']
    const { stdout } = await execute(executable, [...parameters, ...given], { ...LIMIT, env })
    expect(stdout).toContain('a.txt')
  })
})
