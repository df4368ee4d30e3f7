import type { ServerResponse } from 'node:http'
import type { ArtifactTree } from './artifact-tree.ts'
import { etagOf, sendFile, sendJson } from './send-file.ts'
import { startServer, type TestServer } from './start-server.ts'

/** A stand-in for an S3 store, which serves whoever has a presigned URL. */
export interface Store extends TestServer {
  /** Answers in the name of MLflow's server with a URL that is good until the next one is given out. */
  sendPresigned(response: ServerResponse, path: string): void
}

const SIGNATURE = 'canary-signature'

/** Starts a stand-in for an S3 store with these artifacts. */
export async function startStore(tree: ArtifactTree): Promise<Store> {
  let newest = 0
  const server = await startServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://store')
    const path = decodeURIComponent(pathname.replace('/bucket/', ''))
    const content = tree.file(path)
    const isGood = searchParams.get('X-Amz-Signature') === `${SIGNATURE}-${newest}`
    if (request.headers.authorization !== undefined) {
      sendError(response, 400, 'InvalidRequest', 'request has multiple authentication types')
    } else if (!isGood) {
      sendError(response, 403, 'AccessDenied', 'Request has expired')
    } else if (content === undefined) {
      sendError(response, 404, 'NoSuchKey', 'The specified key does not exist.')
    } else if (![undefined, etagOf(content)].includes(request.headers['if-match'])) {
      sendError(response, 412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold')
    } else {
      const encoding = path.endsWith('.gz') ? { 'content-encoding': 'gzip' } : {}
      sendFile(response, content, request.headers, encoding)
    }
  })
  return {
    ...server,
    sendPresigned(response, path) {
      const size = tree.file(path)?.length
      if (size === undefined) {
        sendJson(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Not Found' })
        return
      }
      newest += 1
      const key = path.split('/').map(encodeURIComponent).join('/')
      const url = `${server.url}/bucket/${key}?X-Amz-Expires=300&X-Amz-Signature=${SIGNATURE}-${newest}`
      sendJson(response, 200, { url, headers: {}, file_size: size })
    },
  }
}

function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  const text = `<Error><Code>${code}</Code><Message>${message}</Message><SignatureProvided>${SIGNATURE}</SignatureProvided></Error>`
  response.writeHead(status, { 'content-type': 'application/xml' }).end(text)
}
