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
import { findTools, type Tools } from './tools.ts'

/** The bucket of every store. */
export const BUCKET = 'bench'

/** The data and the servers of one run, each made when the first case asks for it. */
export interface Arena {
  readonly amounts: Amounts
  readonly tools: Tools
  /** All of it is below this folder, and goes with it. */
  readonly folder: string
  /** The folder of all trees; a store on this machine. */
  readonly dataFolder: string
  tree(name: TreeName): Promise<readonly DataFile[]>
  /** SeaweedFS, the same for all cases. */
  s3(): Promise<S3Server>
  /** SeaweedFS with a tree in it, under the paths of its files. */
  treeInS3(name: TreeName): Promise<Store>
  /** A real `mlflow server` that serves the folder of all trees. */
  proxy(): Promise<Store>
  /** Has a server or the like ended with the arena. */
  onClose(stop: () => Promise<void>): void
  close(): Promise<void>
}

/** Makes an empty arena in the temporary folder (`TMPDIR`); it goes also where the process is interrupted. */
export async function openArena(amounts: Amounts): Promise<Arena> {
  const tools = findTools()
  const folder = await mkdtemp(join(tmpdir(), 'mlflow-artifacts-bench-'))
  const dataFolder = join(folder, 'data')
  await mkdir(dataFolder)
  const stops: (() => Promise<void>)[] = []
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const once = memoized()

  const arena: Arena = {
    amounts,
    tools,
    folder,
    dataFolder,
    tree: (name) =>
      once(`tree ${name}`, async () => {
        const files: DataFile[] = []
        for (const [path, size] of TREES[name](amounts)) {
          files.push(await writeDataFile(dataFolder, path, size))
        }
        return files
      }),
    s3: () =>
      once('s3', async () => {
        const server = await startSeaweed({
          python: tools.python,
          folder: join(folder, 'seaweed'),
          accessKey: 'bench',
          secretKey: 'only for this benchmark',
          bucket: BUCKET,
        })
        stops.push(() => server.stop())
        return server
      }),
    treeInS3: (name) =>
      once(`${name} in s3`, async () => {
        const [files, server] = [await arena.tree(name), await arena.s3()]
        await upload(server, BUCKET, files, { folder: dataFolder, algorithm: 'CRC32', prefix: '' })
        return s3Store(server)
      }),
    proxy: () =>
      once('proxy', async () => {
        const server = await startMlflowServer({
          python: tools.python,
          folder: join(folder, 'mlflow'),
          artifactsDestination: dataFolder,
        })
        stops.push(() => server.stop())
        return { kind: 'proxy', trackingUri: server.uri } as const
      }),
    onClose: (stop) => void stops.push(stop),
    async close() {
      for (const stop of stops.reverse()) await stop()
      remove()
      process.off('exit', remove)
    },
  }
  return arena
}

/** SeaweedFS as the clients see it. */
export function s3Store({ endpoint, environment }: Pick<S3Server, 'endpoint' | 'environment'>): Store {
  return { kind: 's3', endpoint, bucket: BUCKET, environment }
}

/** Makes what has a name once. */
function memoized(): <Value>(name: string, make: () => Promise<Value>) => Promise<Value> {
  const made = new Map<string, Promise<unknown>>()
  return async <Value>(name: string, make: () => Promise<Value>): Promise<Value> => {
    const known = made.get(name)
    const promise = known ?? make()
    made.set(name, promise)
    return (await promise) as Value
  }
}
