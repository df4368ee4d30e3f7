import { CREDENTIALS } from './credentials.ts'
import type { Situation } from './situation.ts'
import { STORES_OF_S3 } from './stores.ts'

/** Everything that is asked of S3 beside Python. */
export const SITUATIONS: readonly Situation[] = [...CREDENTIALS, ...STORES_OF_S3]
