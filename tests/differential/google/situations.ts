import type { Situation } from './situation.ts'
import { KEY_FILES } from './situations/key-files.ts'
import { LOGINS } from './situations/logins.ts'
import { STORES } from './situations/stores.ts'
import { WORKLOADS } from './situations/workloads.ts'

/** How people sign in to Google, and what its store answers them. */
export const SITUATIONS: readonly Situation[] = [...KEY_FILES, ...LOGINS, ...WORKLOADS, ...STORES]
