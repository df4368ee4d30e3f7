import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'

const python = pythonExecutable()

describe.skipIf(python === undefined)('the Python worker', () => {
  let folder: string
  let worker: PythonWorker

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'python-worker-'))
    worker = new PythonWorker(python ?? '')
  })
  afterAll(async () => {
    await worker.close()
    await rm(folder, { recursive: true })
  })

  test('answers many calls in order, Unicode included', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `é中-${index}`)
    await Promise.all(names.slice(0, 10).map((name) => writeFile(join(folder, name), name)))
    const calls = names.map((name) =>
      worker.call('mlflow.artifacts.load_text', { artifact_uri: join(folder, name) }).catch(() => 'missing'),
    )
    expect(await Promise.all(calls)).toEqual(names.map((name, index) => (index < 10 ? name : 'missing')))
  })

  test('reports an exception by its class, code and message', async () => {
    const call = worker.call('mlflow.artifacts.download_artifacts', {})
    await expect(call).rejects.toMatchObject({
      type: 'MlflowException',
      code: 'INVALID_PARAMETER_VALUE',
      message: 'Exactly one of `run_id` or `artifact_uri` must be specified',
    })
  })

  test('fails calls after its end', async () => {
    const ended = new PythonWorker(python ?? '')
    await ended.close()
    await expect(ended.call('mlflow.end_run', {})).rejects.toThrow('The Python worker has ended.')
  })
})
