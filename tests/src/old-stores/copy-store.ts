import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const LOCATIONS = {
  experiments: ['artifact_location'],
  runs: ['artifact_uri'],
  model_versions: ['source', 'storage_location'],
} as const

/**
 * Copies what a store is made of, a database, `artifacts` and `mlruns`, to another folder, whose paths then stand for
 * the former's in the database and in every `meta.yaml`.
 *
 * @param paths.root - what the URIs of a database's artifacts start with. Default: the new folder
 * @param paths.metaRoot - the same for those of a file store. Default: the new folder
 */
export async function copyStore(
  from: string,
  to: string,
  paths: { from: string; root?: string; metaRoot?: string },
): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of ['mlflow.db', 'artifacts', 'mlruns']) {
    if (existsSync(join(from, name))) await cp(join(from, name), join(to, name), { recursive: true })
  }
  if (existsSync(join(to, 'mlflow.db'))) relocateDatabase(join(to, 'mlflow.db'), paths.from, paths.root ?? to)
  const names = await readdir(join(to, 'mlruns'), { recursive: true }).catch(() => [])
  for (const name of names.filter((name) => basename(name) === 'meta.yaml')) {
    const file = join(to, 'mlruns', name)
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(paths.from, paths.metaRoot ?? to))
  }
}

function relocateDatabase(path: string, from: string, to: string): void {
  const database = new DatabaseSync(path)
  for (const [table, columns] of Object.entries(LOCATIONS)) {
    const present = new Set(
      database
        .prepare('SELECT name FROM pragma_table_info(?)')
        .all(table)
        .map(({ name }) => name),
    )
    for (const column of columns) {
      // Versions of MLflow before 2.8 have no storage_location.
      if (!present.has(column)) continue
      database.prepare(`UPDATE ${table} SET ${column} = replace(${column}, ?, ?)`).run(from, to)
    }
  }
  database.close()
}
