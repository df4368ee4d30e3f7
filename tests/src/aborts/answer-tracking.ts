import type { Fault, ReceivedRequest } from '@mlflow-artifacts/testing/fault-server'

/** The run, and the version of a model with an alias, that {@link answerTracking} tells of. */
export const RUN_ID: string = '0'.repeat(32)
export const MODEL_URI = 'models:/model@champion'

/** What a tracking server answers to a request; `undefined` where it is none for it. */
export function answerTracking({ kind, target }: ReceivedRequest, artifactUri: string): Fault | undefined {
  if (kind !== 'other') return undefined
  const { pathname } = new URL(target, 'http://server')
  const answers: Readonly<Record<string, unknown>> = {
    '/api/2.0/mlflow/runs/get': {
      run: {
        info: {
          run_id: RUN_ID,
          experiment_id: '1',
          artifact_uri: artifactUri,
          lifecycle_stage: 'active',
        },
      },
    },
    '/api/2.0/mlflow/logged-models/search': {},
    '/api/2.0/mlflow/registered-models/alias': { model_version: { version: '1' } },
    '/api/2.0/mlflow/registered-models/get': { registered_model: {} },
    '/api/2.0/mlflow/model-versions/get-download-uri': { artifact_uri: artifactUri },
  }
  const answer = answers[pathname]
  if (answer === undefined) return undefined
  return {
    answer: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) },
  }
}
