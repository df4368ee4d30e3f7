import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { StartedStore, Store } from './store.ts'

const FILES = { keeper: 'files', keepsEmptyDirectories: true, async close() {} } as const

/** An SQLite file, with artifacts in a folder that is named by a path. */
export const sqlite: Store = {
  name: 'sqlite',
  async start(_, folder): Promise<StartedStore> {
    return {
      ...FILES,
      trackingUri: `sqlite:///${folder}/mlflow.db`,
      environment: {},
      artifactLocation: join(folder, 'artifacts'),
      forms: (path) => [path, `file://${path}`, `file:${path}`],
    }
  },
}

/** An `mlruns` folder, with artifacts that are named by `file:` URIs. */
export const fileStore: Store = {
  name: 'file-store',
  async start(_, folder): Promise<StartedStore> {
    return {
      ...FILES,
      trackingUri: pathToFileURL(join(folder, 'mlruns')).href,
      environment: { MLFLOW_ALLOW_FILE_STORE: 'true' },
      forms: (uri) => [uri, uri.replace('file://', ''), uri.replace('file:///', 'file:/')],
    }
  },
}
