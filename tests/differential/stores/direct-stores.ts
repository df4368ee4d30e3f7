import { join } from 'node:path'
import { SECRETS } from '../../src/canary/secrets.ts'
import { startFakeGcs } from '../../src/servers/start-fake-gcs.ts'
import { startSeaweed } from '../../src/servers/start-seaweed.ts'
import type { StartedStore, Store } from './store.ts'

/** An SQLite file, with artifacts in a bucket that both sides read themselves. */
export const s3: Store = {
  name: 's3',
  async start(python, folder): Promise<StartedStore> {
    const { environment, stop } = await startSeaweed({
      python,
      folder: join(folder, 'seaweed'),
      accessKey: 'canary',
      secretKey: SECRETS.s3SecretKey,
      bucket: 'bucket',
    })
    return { ...inBucket('s3://bucket/root', folder), environment, refused: '\\', close: stop }
  },
}

/** The same in Google Cloud Storage. */
export const gcs: Store = {
  name: 'gcs',
  async start(python, folder): Promise<StartedStore> {
    const { environment, stop } = await startFakeGcs({ python, folder, bucket: 'bucket' })
    return { ...inBucket('gs://bucket/root', folder), environment, close: stop }
  },
}

function inBucket(artifactLocation: string, folder: string): Omit<StartedStore, 'environment' | 'close'> {
  return {
    trackingUri: `sqlite:///${folder}/mlflow.db`,
    artifactLocation,
    keeper: 'objects',
    keepsEmptyDirectories: false,
    forms: (uri) => [uri],
  }
}
