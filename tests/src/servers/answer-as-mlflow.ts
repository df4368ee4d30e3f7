import type { ServerResponse } from 'node:http'
import type { ReceivedRequest } from './start-scripted-server.ts'

/** One entry of a listing, as MLflow's server writes it. */
export interface ListedEntry {
  readonly path: string
  readonly is_dir: boolean
  readonly file_size?: number
}

/** What a server that pretends to be MLflow says of the artifacts of its run. */
export interface PretendedArtifacts {
  /** The entries of a directory, whose path starts below the run's root. */
  readonly list: (path: string) => readonly ListedEntry[]
  /** The bytes of every file. Default: its path. */
  readonly content?: string
  /** Where the server says that they are. Default: with itself. */
  readonly artifactUri?: string
}

/** The id of the run that it knows. */
export const PRETENDED_RUN = 'a'.repeat(32)

const ROOT = `1/${PRETENDED_RUN}/artifacts`
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts'

/** Answers a request as MLflow's server would, with artifacts that no real server has. */
export function answerAsMlflow(
  { target }: ReceivedRequest,
  response: ServerResponse,
  { list, content, artifactUri = `mlflow-artifacts:/${ROOT}` }: PretendedArtifacts,
): void {
  const { pathname, searchParams } = new URL(target, 'http://localhost')
  const json = (value: unknown): unknown =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

  if (pathname === '/api/2.0/mlflow/runs/get') {
    const info = {
      run_id: PRETENDED_RUN,
      run_uuid: PRETENDED_RUN,
      experiment_id: '1',
      artifact_uri: artifactUri,
      lifecycle_stage: 'active',
    }
    json({ run: { info, data: {} } })
  } else if (pathname === '/api/2.0/mlflow/logged-models/search') {
    json({})
  } else if (pathname === '/api/3.0/mlflow/server-info') {
    json({ store_type: 'SqlStore', workspaces_enabled: false, multipart_downloads_enabled: false })
  } else if (pathname === ARTIFACTS) {
    const path = searchParams.get('path') ?? ''
    json({ files: list(path.slice(ROOT.length + 1)) })
  } else if (pathname.startsWith(`${ARTIFACTS}/`)) {
    response.writeHead(200).end(content ?? pathname)
  } else {
    response
      .writeHead(404, { 'content-type': 'text/html' })
      .end('<!doctype html><title>404 Not Found</title>')
  }
}
