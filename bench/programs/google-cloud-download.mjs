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
  await manager.downloadManyFiles(path, { prefix: destination, stripPrefix, concurrencyLimit: 16 })
}
