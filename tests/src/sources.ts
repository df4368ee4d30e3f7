import type { Answer } from './answer.ts'
import type { ComparedSource, Operation, Source } from './source.ts'

const uri = (artifact_uri: string): Source => ({ artifact_uri })
const run = (artifact_path?: string): Source =>
  artifact_path === undefined ? { run_id: '{run}' } : { run_id: '{run}', artifact_path }

const OUTSIDE = 'Invalid path: resolved path is outside the artifact directory'
const failedToDownload = (path: string): string =>
  `Failed to download artifacts from path '${path}', please ensure that the path is correct.`

function rejected(code: string, message: string): Partial<Record<Operation, Answer>> {
  return { download: { code, message }, 'download to a folder': { code, message } }
}

/** Runs and models as sources, and sources that name nothing: they mean the same in every store. */
export const SOURCES: readonly ComparedSource[] = [
  [run()],
  [run('')],
  [run('notes.txt')],
  [run('data')],
  [run('data/')],
  [run('data/deeper/')],
  [run('data/deeper/é 中 100%.txt')],
  [run('empty folder')],
  [run('model')],
  [run('model/')],
  [run('model/MLmodel')],
  [run('nope')],
  [{ run_id: '{emptyRun}' }],
  [{ run_id: '{missingId}' }],
  [{ run_id: '{missingId}', artifact_path: 'x' }],
  [{ run_id: '', artifact_path: 'x' }],
  [uri('runs:/{run}'), { row: 'whole-run', like: uri('runs:/{run}/') }],
  [uri('runs:/{run}/')],
  [uri('RUNS:/{run}/notes.txt')],
  [uri('runs:/{run}/notes.txt')],
  [uri('runs:/{run}/data')],
  [uri('runs:/{run}/data/')],
  [uri('runs:/{run}//data')],
  [uri('runs:/{run}/data//values.json')],
  [uri('runs:/{run}/data/deeper/x.txt')],
  [uri('runs:/{run}/model')],
  [uri('runs:/{run}/model/')],
  [uri('runs:/{run}/model/MLmodel')],
  [uri('runs:/{run}/nope')],
  [
    uri('runs:/{run}/nope/'),
    { row: 'missing-below-run', answers: rejected('RESOURCE_DOES_NOT_EXIST', failedToDownload('nope')) },
  ],
  [
    uri('runs:/{run}/notes.txt/'),
    { row: 'missing-below-run', answers: rejected('RESOURCE_DOES_NOT_EXIST', failedToDownload('notes.txt')) },
  ],
  [
    uri('runs:/{run}/../x'),
    {
      row: 'parent-segments',
      answers: {
        ...rejected('INVALID_PARAMETER_VALUE', `${failedToDownload('x')} ${OUTSIDE}`),
        list: { code: 'INVALID_PARAMETER_VALUE', message: OUTSIDE },
      },
    },
  ],
  [uri('runs:/{missingId}/x')],
  [uri('runs:/')],
  [uri('models:/registered/1')],
  [uri('models:/registered/1/')],
  [uri('models:/registered/001')],
  [uri('models:/registered/1/values.json')],
  [uri('models:/registered/1/deeper')],
  [uri('models:/registered/1/deeper/x.txt')],
  [uri('models:/registered/1/nope')],
  [uri('models:/registered/1/values.json/')],
  [uri('models:/registered/2')],
  [uri('models:/registered/2/')],
  [uri('models:/registered/2/MLmodel')],
  [uri('models:/registered/3')],
  [uri('models:/registered/latest')],
  [uri('models:/registered/Latest/x.txt')],
  [uri('models:/registered/Production')],
  [uri('models:/registered/production/MLmodel')],
  [uri('models:/registered/None')],
  [uri('models:/registered@champion')],
  [uri('models:/registered@champion/')],
  [uri('models:/registered@champion/deeper')],
  [uri('models:/registered@latest')],
  [uri('models:/{model}')],
  [uri('models:/{model}/')],
  [uri('models:/{model}/MLmodel'), { row: 'below-logged-model', like: uri('models:/registered/2/MLmodel') }],
  [uri('models:/registered')],
  [uri('models:/registered/9')],
  [uri('models:/registered/Staging')],
  [uri('models:/registered/Nope')],
  [uri('models:/registered/x/y')],
  [uri('models:/registered@nope')],
  [uri('models:/nope/1')],
  [uri('models:/nope/latest')],
  [uri('models:/nope@champion')],
  [uri('models:/without versions/1')],
  [uri('models:/without versions/latest')],
  [uri('models:/m-{missingId}')],
  [uri('models:/')],
  [{}],
  [{ run_id: '{run}', artifact_uri: 'x' }],
  [{ artifact_uri: 'x', artifact_path: 'y' }],
]
