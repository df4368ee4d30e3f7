import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isPythonDigits } from '@mlflow-artifacts/repository/python'

/**
 * Whether a folder looks like a file store in use: some child named by digits only holds a `meta.yaml`. A folder that
 * cannot be read does not. Python's `_has_existing_mlruns_data`.
 */
export async function holdsExperiments(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    if (!isPythonDigits(name)) continue
    // Not following a link, as in Python: also one that leads nowhere counts.
    const found = await lstat(join(folder, name, 'meta.yaml')).catch(() => undefined)
    if (found !== undefined) return true
  }
  return false
}
