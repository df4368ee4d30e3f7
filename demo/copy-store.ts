import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Copies the recorded store to a folder. MLflow's database holds absolute paths: those of the copy become the folder's.
 *
 * @param folder - absolute; made where it is missing
 * @param root - what the URIs of the copy's artifacts start with; `mlflow-artifacts:` for a server that serves the folder
 */
export async function copyStore(folder: string, root: string = folder): Promise<void> {
  await cp(join(import.meta.dirname, 'store'), folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'mlflow.db'))
  const statements = (await readFile(join(import.meta.dirname, 'relocate.sql'), 'utf8'))
    .split(';')
    .slice(0, -1)
  for (const statement of statements) database.prepare(statement).run({ from: '/demo-store', to: root })
  database.close()
}
