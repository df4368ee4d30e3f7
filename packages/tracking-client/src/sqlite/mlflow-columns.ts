import type { RequestOptions } from '@mlflow-artifacts/repository'
import { notMlflow } from './not-mlflow.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

/**
 * The columns of a table that every version of MLflow has made.
 *
 * @throws MlflowError `INVALID_STATE` where the database is not MLflow's
 */
export async function mlflowColumns(
  database: SqliteDatabase,
  table: string,
  options: RequestOptions | undefined,
): Promise<ReadonlySet<string>> {
  const columns = await database.columns(table, options)
  if (columns.size === 0) throw notMlflow(database.uri, `table '${table}'`)
  return columns
}
