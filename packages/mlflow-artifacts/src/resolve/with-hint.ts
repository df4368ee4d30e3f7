import { MlflowError } from '@mlflow-artifacts/repository'

/** Waits for what a store says, and adds to its error, whose words are Python's, what to do; what has a hint keeps it. */
export async function withHint<Result>(
  answer: Promise<Result>,
  hint: string | ((error: MlflowError) => string | undefined),
): Promise<Result> {
  try {
    return await answer
  } catch (error) {
    if (MlflowError.isInstance(error) && error.hint === undefined && !error.retryable) {
      const added = typeof hint === 'string' ? hint : hint(error)
      if (added !== undefined) Object.assign(error, { hint: added })
    }
    throw error
  }
}
