import { MlflowError } from '@mlflow-artifacts/repository'

/**
 * A record that a store holds but that nothing can be read from, in MLflow's words.
 *
 * @param subject - whose record, such as `Run 'abc'`
 * @param where - the file that holds it
 */
export function invalidStateError(
  subject: string,
  where: string,
  reason: string,
  cause?: unknown,
): MlflowError {
  return new MlflowError(`${subject} metadata is in invalid state.`, {
    code: 'INVALID_STATE',
    uri: where,
    hint: `In '${where}': ${reason}.`,
    ...(cause === undefined ? {} : { cause }),
  })
}
