import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pythonExecutable } from '../src/python-executable.ts'
import { PythonWorker } from '../src/python-worker.ts'
import { readTree } from '../src/read-tree.ts'
import { runCommand } from '../src/run-command.ts'
import { cleanEnvironment } from '../src/servers/clean-environment.ts'
import type { Batch } from './batch.ts'
import { corpusBatch } from './generate/generate-batch.ts'
import { recordBatch } from './record-batch.ts'
import { sqlite } from './stores/local-stores.ts'
import { proxiedLocal } from './stores/proxied-stores.ts'
import type { StartedStore } from './stores/store.ts'

const LIMIT_MS = 240_000
const execute = promisify(execFile)
const python = pythonExecutable()

/** Arguments of both commands, where `{run}`, `{model}` and `{destination}` stand for what was recorded. */
const LISTED: readonly (readonly string[])[] = [
  ['-r', '{run}'],
  ['--run-id', '{run}', '--artifact-path', 'corpus/nested'],
  ['-r', '{run}', '-a', 'corpus/nested/é 中 🎉'],
  ['-r', '{run}', '-a', 'corpus/hollow'],
]
/** Lists of nothing, on which ours has a word to say: its exit code, and what is on stderr. */
const LISTED_EMPTY = [
  { parameters: ['-r', '{run}', '-a', 'corpus/plain.txt'], code: 0, said: 'warning: It is a file' },
  { parameters: ['-r', '{run}', '-a', 'nope'], code: 2, said: "No such artifact: '" },
] as const
const DOWNLOADED: readonly (readonly string[])[] = [
  ['-r', '{run}', '-a', 'corpus/nested', '-d', '{destination}'],
  ['-r', '{run}', '-a', 'corpus/nested/é 中 🎉/deep.txt', '--dst-path', '{destination}'],
  ['-u', 'runs:/{run}/corpus/empty', '-d', '{destination}'],
  ['--artifact-uri', 'models:/registered@first/nested', '-d', '{destination}'],
]

describe.skipIf(python === undefined).each([sqlite, proxiedLocal])('the command, on $name', (store) => {
  let folder: string
  let started: StartedStore
  let environment: Record<string, string | undefined>
  let batch: Batch

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'command-'))
    await mkdir(join(folder, 'store'))
    started = await store.start(python ?? '', join(folder, 'store'))
    environment = cleanEnvironment(folder, {
      MLFLOW_TRACKING_URI: started.trackingUri,
      MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false',
      ...started.environment,
    })
    const worker = new PythonWorker(python ?? '', environment)
    const { artifactLocation } = started
    const experimentId = await worker.call('client.create_experiment', {
      name: 'command',
      ...(artifactLocation !== undefined && { artifact_location: artifactLocation }),
    })
    const name = 'registered'
    batch = await recordBatch(worker, started, corpusBatch(), { folder, experimentId, name })
    await worker.close()
  }, LIMIT_MS)
  afterAll(async () => {
    await started.close()
    await rm(folder, { recursive: true })
  })

  /** What `mlflow artifacts` prints. */
  async function mlflow(command: string, parameters: readonly string[]): Promise<string> {
    const program = join(dirname(python ?? ''), 'mlflow')
    const options = { env: environment, cwd: folder, timeout: LIMIT_MS }
    return (await execute(program, ['artifacts', command, ...parameters], options)).stdout
  }

  function filled(parameters: readonly string[], destination: string): string[] {
    return parameters.map((text) => text.replace('{run}', batch.runId).replace('{destination}', destination))
  }

  test.each(LISTED.map((parameters) => ({ parameters, name: parameters.join(' ') })))(
    'list $name',
    async ({ parameters }) => {
      const given = filled(parameters, '')
      const ours = await runCommand(['list', ...given, '--json'], environment)
      expect(ours).toEqual({ code: 0, stdout: await mlflow('list', given), stderr: '' })
    },
    LIMIT_MS,
  )

  test.each(LISTED_EMPTY.map((row) => ({ ...row, name: row.parameters.join(' ') })))(
    'list $name prints nothing, and says why (missing-lists)',
    async ({ parameters, code, said }) => {
      const given = filled(parameters, '')
      const ours = await runCommand(['list', ...given, '--json'], environment)
      expect(ours).toEqual({
        code,
        stdout: await mlflow('list', given),
        stderr: expect.stringContaining(said),
      })
    },
    LIMIT_MS,
  )

  test.each(DOWNLOADED.map((parameters) => ({ parameters, name: parameters.join(' ') })))(
    'download $name',
    async ({ parameters }) => {
      const destination = join(folder, 'destination')
      const pythons = await mlflow('download', filled(parameters, destination))
      const tree = await readTree(destination)
      await rm(destination, { recursive: true })
      const ours = await runCommand(['download', ...filled(parameters, destination)], environment)
      expect(ours).toEqual({ code: 0, stdout: pythons, stderr: '' })
      expect(neutral(await readTree(destination))).toEqual(neutral(tree))
      await rm(destination, { recursive: true })
    },
    LIMIT_MS,
  )

  test(
    'a logged model is listed below its run (command-list)',
    async () => {
      const parameters = ['-r', batch.runId, '-a', batch.modelName]
      expect(await mlflow('list', parameters)).toBe('[]\n')
      const { stdout } = await runCommand(['list', ...parameters, '--json'], environment)
      expect(JSON.parse(stdout)).toContainEqual(
        expect.objectContaining({ path: `${batch.modelName}/plain.txt` }),
      )
    },
    LIMIT_MS,
  )
})

/** Without the difference of row `alias-version`. */
function neutral(tree: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(tree).map(([path, text]) => [path, text.replace(/: '(\d+)'\n/, ': $1\n')])
  return Object.fromEntries(entries)
}
