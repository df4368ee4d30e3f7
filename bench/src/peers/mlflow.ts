import { artifactUri, type Job, storeVariables } from '../job.ts'
import type { Peer, Place, Program } from '../peer.ts'
import { programPath } from '../program-path.ts'

/** What it asks of the network for its own purposes, and draws, is no part of its work. */
const QUIET = { MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false' }

/** Python MLflow. */
export const mlflow: Peer = {
  name: 'mlflow',
  program: (job, place) => Promise.resolve(program(job, place)),
}

function program(job: Job, { tools, destination }: Place): Program {
  const { python } = tools
  switch (job.kind) {
    case 'download':
      return {
        command: python,
        arguments: [programPath('mlflow_download.py'), artifactUri(job.store, job.path), destination],
        environment: { ...QUIET, ...storeVariables(job.store) },
      }
    case 'list':
      return {
        command: python,
        arguments: [programPath('mlflow_list.py'), artifactUri(job.store, job.path)],
        environment: { ...QUIET, ...storeVariables(job.store) },
        output: 'figures',
      }
    case 'import':
      return { command: python, arguments: ['-c', 'import mlflow.artifacts'], environment: QUIET }
    case 'list-run':
      return {
        command: tools.mlflow,
        arguments: ['artifacts', 'list', '--run-id', job.runId],
        environment: { ...QUIET, MLFLOW_TRACKING_URI: job.trackingUri },
      }
  }
}
