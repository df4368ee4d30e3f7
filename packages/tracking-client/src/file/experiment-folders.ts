import { join } from 'node:path'
import { listNames } from './list-names.ts'

const TRASH = '.trash'
const REGISTERED_MODELS = 'models'

/** The folders that may be experiments of a file store, as absolute paths: the active ones, then the deleted ones. */
export async function experimentFolders(root: string): Promise<string[]> {
  const active = (await listNames(root)).filter((name) => name !== TRASH && name !== REGISTERED_MODELS)
  const deleted = (await listNames(join(root, TRASH))).map((name) => join(TRASH, name))
  return [...active, ...deleted].map((name) => join(root, name))
}
