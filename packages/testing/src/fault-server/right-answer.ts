import { type Answer, smallAnswer } from './answer.ts'
import type { Fault } from './fault.ts'
import { fileAnswer } from './file-answer.ts'
import { gcsListing, gcsMetadata, gcsObject } from './gcs-answer.ts'
import type { ReceivedRequest } from './received-request.ts'
import { s3Answer } from './s3/s3-answer.ts'
import type { ServedTree } from './served-tree.ts'
import type { ServerMode } from './server-mode.ts'

/** What the answers of a server come from. */
export interface Serving {
  readonly tree: ServedTree
  readonly mode: ServerMode
  /** Origin of the store that presigned URLs lead to. */
  readonly storeOrigin: string
  /** What a presigned URL has to carry to be good. */
  readonly signature: string
}

const JSON_TYPE = 'application/json'

/** The answer that MLflow's server, or the store behind it, would give to a request. */
export function rightAnswer(request: ReceivedRequest, serving: Serving, fault: Fault): Answer {
  const { kind, path } = request
  const { tree, mode, storeOrigin, signature } = serving
  const file = tree.file(path)
  switch (kind) {
    case 'server-info':
      return json(200, { multipart_downloads_enabled: mode === 'presigned' })
    case 'listing':
      return json(200, tree.isDirectory(path) ? { files: tree.children(path) } : {})
    case 'presigned-url': {
      if (file === undefined) return missing(path)
      const key = path.split('/').map(encodeURIComponent).join('/')
      const url = `${storeOrigin}/bucket/${key}?X-Amz-Expires=300&X-Amz-Signature=${signature}`
      return json(200, { url, headers: {}, file_size: file.size })
    }
    case 'store':
      return storeAnswer(request, serving, fault)
    case 'artifact': {
      if (file === undefined) return mode === 'local' ? missing(path) : json(500, { message: 'not found' })
      const headers = { 'content-disposition': `attachment; filename=${encodeURIComponent(path)}` }
      const isLocal = mode === 'local'
      const framing = isLocal ? 'length' : 'chunked'
      return fileAnswer(file, request.headers, { framing, hasRanges: isLocal, headers }, fault)
    }
    case 'file':
      if (file === undefined) return missing(path)
      return fileAnswer(file, request.headers, { framing: 'length', hasRanges: true, headers: {} }, fault)
    case 'gcs-listing':
      return gcsListing(request, tree)
    case 'gcs-metadata':
      return gcsMetadata(path, file)
    case 'gcs-object':
      return gcsObject(request, file, fault)
    case 's3-listing':
    case 's3-object':
      return s3Answer(request, tree, fault)
    default:
      return missing(path)
  }
}

function storeAnswer({ path, target, headers }: ReceivedRequest, serving: Serving, fault: Fault): Answer {
  const file = serving.tree.file(path)
  if (!target.endsWith(`X-Amz-Signature=${serving.signature}`)) return xml(403, 'AccessDenied')
  if (file === undefined) return xml(404, 'NoSuchKey')
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined && ifMatch !== file.etag) return xml(412, 'PreconditionFailed')
  return fileAnswer(file, headers, { framing: 'length', hasRanges: true, headers: {} }, fault)
}

function missing(path: string): Answer {
  return json(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `No such artifact: '${path}'` })
}

function json(status: number, answer: unknown): Answer {
  return smallAnswer(status, JSON_TYPE, JSON.stringify(answer))
}

function xml(status: number, code: string): Answer {
  return smallAnswer(status, 'application/xml', `<Error><Code>${code}</Code></Error>`)
}
