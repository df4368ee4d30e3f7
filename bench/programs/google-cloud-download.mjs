// Downloads an object in chunks, or all below a directory: google-cloud-download.mjs ENDPOINT BUCKET PATH DESTINATION KIND
import { basename, dirname, join } from 'node:path'
import { Storage, TransferManager } from '@google-cloud/storage'

const [apiEndpoint = '', bucketName = '', path = '', destination = '', kind] = process.argv.slice(2)
const storage = new Storage({ apiEndpoint, projectId: 'bench' })
const bucket = storage.bucket(bucketName)
const manager = new TransferManager(bucket)

if (kind === 'file') {
  await manager.downloadFileInChunks(path, { destination: join(destination, basename(path)) })
} else {
  const stripPrefix = dirname(path) === '.' ? '' : `${dirname(path)}/`
  const passthroughOptions = { destination }
  const results = await manager.downloadManyFiles(path, {
    passthroughOptions,
    stripPrefix,
    concurrencyLimit: 16,
  })
  // It tells of failures only here.
  for (const result of results ?? []) if ('error' in result && result.error) throw result.error
}
