import { type FileInfo, MlflowError } from 'mlflow-artifacts'
import { recordErrorForCanary } from './canary/record-error-for-canary.ts'
import { PythonError } from './python-error.ts'

/** An error of either side. */
export interface Rejection {
  /** MLflow's error code; undefined for an exception of Python that is not MLflow's. */
  code: string | undefined
  message: string
}

/** What a call gave. */
export type Answer =
  | {
      returned: string
      /** Of the folder that was made; undefined where nothing was copied. */
      tree: Record<string, string> | undefined
    }
  | { listed: FileInfo[] }
  | { loaded: unknown }
  | Rejection

/** The value of a call, or its rejection, if that is an MLflow one. */
export async function attempt<Value>(call: () => Promise<Value>): Promise<{ value: Value } | Rejection> {
  try {
    return { value: await call() }
  } catch (error) {
    if (error instanceof PythonError) return { code: error.code, message: error.message }
    recordErrorForCanary(error)
    if (!(error instanceof MlflowError)) throw error
    return { code: error.code, message: error.message }
  }
}
