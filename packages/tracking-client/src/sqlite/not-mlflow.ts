import { MlflowError } from '@mlflow-artifacts/repository'

/** The error of a database that lacks what all of MLflow's have. */
export function notMlflow(uri: string, missing: string): MlflowError {
  return new MlflowError(`The database '${uri}' has no ${missing}, as MLflow's have.`, {
    code: 'INVALID_STATE',
    uri,
    hint: `Name the database that MLflow logged to. If this is one, run \`mlflow db upgrade ${uri}\`.`,
  })
}
