import { fileURLToPath } from 'node:url'
import type { Job } from '../job.ts'
import { artifactUri, storeVariables } from '../job.ts'
import type { Peer, Place, Program } from '../peer.ts'
import { programPath } from '../program-path.ts'

/** What a user may say to `downloadArtifacts`. */
interface OursOptions {
  readonly verify?: 'size'
  readonly connectionsPerFile?: number
}

/** This library, as it comes. */
export const ours: Peer = oursWith('ours', {})

/** This library with an option, to show what the option costs or gains. */
export function oursWith(name: string, options: OursOptions): Peer {
  return { name, program: (job, place) => Promise.resolve(program(job, place, options)) }
}

function program(job: Job, { destination }: Place, options: OursOptions): Program {
  switch (job.kind) {
    case 'download':
      return node('ours-download.mjs', {
        parameters: [
          JSON.stringify({ artifactUri: artifactUri(job.store, job.path), dstPath: destination, ...options }),
        ],
        environment: storeVariables(job.store),
        output: 'figures',
      })
    case 'list':
      return node('ours-list.mjs', {
        parameters: [artifactUri(job.store, job.path)],
        environment: storeVariables(job.store),
        output: 'figures',
      })
    case 'import':
      return node('ours-import.mjs', { parameters: [], environment: {}, output: 'figures' })
    case 'list-run':
      return {
        command: process.execPath,
        arguments: [command(), 'list', '--run-id', job.runId],
        environment: { MLFLOW_TRACKING_URI: job.trackingUri },
      }
  }
}

function node(
  name: string,
  {
    parameters,
    environment,
    output,
  }: Required<Pick<Program, 'environment' | 'output'>> & { parameters: string[] },
): Program {
  return { command: process.execPath, arguments: [programPath(name), ...parameters], environment, output }
}

function command(): string {
  return fileURLToPath(new URL('dist/bin.js', import.meta.resolve('@mlflow-artifacts/cli/package.json')))
}
