import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PythonWorker } from './python-worker.ts'
import { writeFiles } from './write-files.ts'

/** What Python MLflow logged into a fresh store. */
export interface RecordedStore {
  /** A run with artifacts and a logged model. */
  readonly runId: string
  /** Where the run's artifacts are: on this machine, or the URI that a server gave. */
  readonly artifacts: string
  /** The model, logged under the name `model`. */
  readonly modelId: string
  /** Where its files are: on this machine, or the URI that a server gave. */
  readonly modelArtifacts: string
  /** A run that logged nothing. */
  readonly emptyRunId: string
}

export const ARTIFACTS: Readonly<Record<string, string | Uint8Array>> = {
  'notes.txt': 'first line\r\nsecond line\n',
  'B.txt': 'sorts before lower case',
  'empty.bin': '',
  'data/values.json': '{"a": [1, 2.5, null]}',
  'data/deeper/é 中 100%.txt': 'é中',
  'data/deeper/x.txt': 'x',
  'latin1.txt': new Uint8Array([0xe9]),
}

const IMAGE: string = fileURLToPath(new URL('../fixtures/plot.png', import.meta.url))

const MODEL_SCRIPT = `
import mlflow

class Echo(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[str]):
        return model_input

mlflow.models.set_model(Echo())
`

/**
 * Logs runs and a model, and registers versions of every kind of source under the name `registered`: 1 is a folder of
 * the run, with the alias `champion`; 2 is the logged model, in Production; 3 is a folder below that of 1.
 *
 * @param folder where the files to log are made
 * @param experiment how the experiment of the runs is created
 */
export async function recordStore(
  python: PythonWorker,
  folder: string,
  experiment: { name: string; artifact_location?: string },
): Promise<RecordedStore> {
  const files = join(folder, 'to-log')
  await writeFiles(files, ARTIFACTS)
  await mkdir(join(files, 'empty folder'))
  await cp(IMAGE, join(files, 'plot.png'))
  const script = join(folder, 'model.py')
  await writeFile(script, MODEL_SCRIPT)

  const experiment_id = await python.call('client.create_experiment', experiment)
  const { info: run } = await python.call('client.create_run', { experiment_id })
  await python.call('client.log_artifacts', { run_id: run.run_id, local_dir: files })
  await python.call('mlflow.start_run', { run_id: run.run_id })
  const model = await python.call('mlflow.pyfunc.log_model', {
    name: 'model',
    python_model: script,
    pip_requirements: [],
  })
  await python.call('mlflow.end_run', {})
  const { info: emptyRun } = await python.call('client.create_run', { experiment_id })

  await python.call('client.create_registered_model', { name: 'registered' })
  await python.call('client.create_registered_model', { name: 'without versions' })
  // A server takes a source only from whoever knows the run or the model that it belongs to.
  const { run_id } = run
  const versions = [
    { source: `${run.artifact_uri}/data`, run_id },
    { source: model.model_uri, run_id, model_id: model.model_id },
    { source: `${run.artifact_uri}/data/deeper`, run_id },
  ]
  for (const version of versions)
    await python.call('client.create_model_version', { name: 'registered', ...version })
  await python.call('client.set_registered_model_alias', {
    name: 'registered',
    alias: 'champion',
    version: '1',
  })
  await python.call('client.transition_model_version_stage', {
    name: 'registered',
    version: '2',
    stage: 'Production',
  })
  const { artifact_location } = await python.call('client.get_logged_model', { model_id: model.model_id })
  return {
    runId: run.run_id,
    artifacts: asPath(run.artifact_uri),
    modelId: model.model_id,
    modelArtifacts: asPath(artifact_location),
    emptyRunId: emptyRun.run_id,
  }
}

function asPath(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : uri
}
