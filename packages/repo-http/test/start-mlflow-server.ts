import type { IncomingMessage, ServerResponse } from 'node:http'
import { decodePath } from '@mlflow-artifacts/repository'
import { ArtifactTree } from './artifact-tree.ts'
import { sendFile, sendJson } from './send-file.ts'
import { startServer, type TestServer } from './start-server.ts'
import { startStore } from './start-store.ts'

/** How a {@link MlflowServer} keeps its artifacts, and what it does wrong. */
export interface MlflowServerOptions {
  /** `remote`: in a store that it copies from. Default: `local`. */
  readonly store?: 'local' | 'remote'
  /** Whether the server says that it gives out presigned URLs. Default: `false`. */
  readonly presigned?: boolean
  /** Answers requests in place of the server, by returning `true`. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse) => boolean
}

/** A stand-in for `mlflow server` 3.17.2 that answers as the real one was recorded to. */
export interface MlflowServer extends TestServer {
  readonly artifacts: ArtifactTree
  /** The store behind it, at its own origin. */
  readonly store: TestServer
}

const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts'
const PRESIGNED = '/api/2.0/mlflow-artifacts/presigned'

/** Starts a stand-in for MLflow's server, which has these artifacts below `1/run/artifacts`. */
export async function startMlflowServer(
  artifacts: Readonly<Record<string, string | Uint8Array | undefined>>,
  { store: kind = 'local', presigned = false, instead = () => false }: MlflowServerOptions = {},
): Promise<MlflowServer> {
  const tree = new ArtifactTree(
    Object.fromEntries(
      Object.entries(artifacts).map(([path, content]) => [`1/run/artifacts/${path}`, content]),
    ),
  )
  const store = await startStore(tree)
  const server = await startServer((request, response) => {
    if (instead(request, response)) return
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://server')
    const named = pathname.replace(`${ARTIFACTS}/`, '').replace(`${PRESIGNED}/`, '')
    const path = decodePath(
      pathname === ARTIFACTS ? (searchParams.get('path') ?? '') : decodeURIComponent(named),
    )
    if (pathname === '/api/3.0/mlflow/server-info') {
      sendJson(response, 200, { multipart_downloads_enabled: presigned })
    } else if (path.includes('#') || path.split('/').includes('..')) {
      sendJson(response, 400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' })
    } else if (pathname === ARTIFACTS) {
      const files = tree.children(path)
      sendJson(response, 200, files.length === 0 ? {} : { files })
    } else if (pathname.startsWith(`${PRESIGNED}/`)) {
      store.sendPresigned(response, path)
    } else {
      ;(kind === 'local' ? sendLocal : sendRemote)(request, response, path, tree)
    }
  })
  const close = async () => {
    await server.close()
    await store.close()
  }
  return { ...server, artifacts: tree, store, close }
}

function attachment(path: string): Record<string, string> {
  return { 'content-disposition': `attachment; filename=${encodeURIComponent(path)}` }
}

function sendLocal(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  tree: ArtifactTree,
): void {
  const content = tree.file(path)
  if (content !== undefined) sendFile(response, content, request.headers, attachment(path))
  else if (tree.isDirectory(path)) {
    sendJson(response, 400, { detail: `Artifact path refers to a directory, not a file: '${path}'` })
  } else {
    sendJson(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `No such artifact: '${path}'` })
  }
}

/** From a store that it copies from, the server sends neither length nor ETag nor ranges. */
function sendRemote(
  _request: IncomingMessage,
  response: ServerResponse,
  path: string,
  tree: ArtifactTree,
): void {
  const content = tree.file(path)
  if (content === undefined && !tree.isDirectory(path)) {
    const message = `The following failures occurred: ##### File ${path} ##### An error occurred (404)`
    sendJson(response, 500, { error_code: 'INTERNAL_ERROR', message })
    return
  }
  response.writeHead(200, {
    'content-type': 'text/plain',
    ...attachment(path),
    'transfer-encoding': 'chunked',
  })
  response.end(content)
}
