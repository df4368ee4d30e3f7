export { type GcsOptions, gcs } from './gcs-backend.ts'
export type { GcsStorage, GoogleAuthClient } from './gcs-storage.ts'
