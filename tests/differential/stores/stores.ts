import { gcs, s3 } from './direct-stores.ts'
import { fileStore, sqlite } from './local-stores.ts'
import { proxiedLocal, proxiedS3 } from './proxied-stores.ts'
import type { Store } from './store.ts'

/** Where the trees are logged, and read from. */
export const STORES: readonly Store[] = [sqlite, fileStore, proxiedLocal, proxiedS3, s3, gcs]
