import { rmSync } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { S3Server } from '../../tests/src/servers/s3-server.ts'
import { startMlflowServer } from '../../tests/src/servers/start-mlflow-server.ts'
import { startSeaweed } from '../../tests/src/servers/start-seaweed.ts'
import type { Amounts } from './amounts.ts'
import type { DataFile } from './data/data-file.ts'
import { TREES, type TreeName } from './data/trees.ts'
import { upload } from './data/upload.ts'
import { writeDataFile } from './data/write-data-file.ts'
import type { Store } from './job.ts'
import { once, onceEach } from './once.ts'
import { findTools, type Tools } from './tools.ts'

/** The bucket of every store. */
export const BUCKET = 'bench'

/** The checksum that `treeInS3` stores: what the AWS SDKs send unless they are told otherwise. */
export const TREE_CHECKSUM = 'CRC32'

/** The data and the servers of one run, each made when the first case asks for it. */
export interface Arena {
  readonly amounts: Amounts
  readonly tools: Tools
  /** All of it is below this folder, and goes with it. */
  readonly folder: string
  /** Takes what is deleted at the end only. */
  readonly attic: string
  /** The folder of all trees; a store on this machine. */
  readonly dataFolder: string
  tree(name: TreeName): Promise<readonly DataFile[]>
  /** SeaweedFS, the same for all cases. */
  s3(): Promise<S3Server>
  /** SeaweedFS with a tree in it, under the paths of its files. */
  treeInS3(name: TreeName): Promise<Store>
  /** A real `mlflow server` that serves the folder of all trees. */
  proxy(): Promise<Store>
  /** Says how to stop what is there for one case only. */
  onCaseEnd(stop: () => Promise<void>): void
  endCase(): Promise<void>
  close(): Promise<void>
}

/** Makes an empty arena in the temporary folder (`TMPDIR`); it goes also where the process is interrupted. */
export async function openArena(amounts: Amounts): Promise<Arena> {
  const tools = findTools()
  const folder = await mkdtemp(join(tmpdir(), 'mlflow-artifacts-bench-'))
  const dataFolder = join(folder, 'data')
  const attic = join(folder, 'attic')
  await mkdir(dataFolder)
  await mkdir(attic)
  const stops: Stop[] = []
  const stopsOfCase: Stop[] = []
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.on('exit', remove)
  const started = (stop: Stop, list = stops): void => {
    list.push(stop)
    // Where the process is interrupted, its servers are killed before their files go.
    process.off('exit', remove)
    process.on('exit', remove)
  }

  const tree = onceEach(async (name: TreeName) => {
    const files: DataFile[] = []
    for (const [path, size] of TREES[name](amounts)) files.push(await writeDataFile(dataFolder, path, size))
    return files
  })
  const s3 = once(async () => {
    const server = await startSeaweed({
      python: tools.python,
      folder: join(folder, 'seaweed'),
      accessKey: 'bench',
      secretKey: 'only for this benchmark',
      bucket: BUCKET,
    })
    started(server.stop)
    return server
  })
  const treeInS3 = onceEach(async (name: TreeName) => {
    const [files, server] = [await tree(name), await s3()]
    await upload(server, BUCKET, files, { folder: dataFolder, algorithm: TREE_CHECKSUM, prefix: '' })
    return s3Store(server)
  })
  const proxy = once(async (): Promise<Store> => {
    const server = await startMlflowServer({
      python: tools.python,
      folder: join(folder, 'mlflow'),
      artifactsDestination: dataFolder,
    })
    started(server.stop)
    return { kind: 'proxy', trackingUri: server.uri }
  })

  return {
    amounts,
    tools,
    folder,
    attic,
    dataFolder,
    tree,
    s3,
    treeInS3,
    proxy,
    onCaseEnd: (stop) => started(stop, stopsOfCase),
    endCase: () => stopAll(stopsOfCase),
    async close() {
      await stopAll(stopsOfCase)
      await stopAll(stops)
      remove()
      process.off('exit', remove)
    },
  }
}

type Stop = () => Promise<void>

async function stopAll(stops: Stop[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop()
}

/** SeaweedFS as the clients see it. */
export function s3Store({ endpoint, environment }: Pick<S3Server, 'endpoint' | 'environment'>): Store {
  return { kind: 's3', endpoint, bucket: BUCKET, environment }
}
