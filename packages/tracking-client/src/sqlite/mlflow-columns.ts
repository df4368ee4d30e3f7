import { MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
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
  if (columns.size === 0) {
    throw new MlflowError(`The database '${database.uri}' has no table '${table}', as MLflow's have.`, {
      code: 'INVALID_STATE',
      uri: database.uri,
      hint: `Name the database that MLflow logged to. If this is one, run \`mlflow db upgrade ${database.uri}\`.`,
    })
  }
  return columns
}
