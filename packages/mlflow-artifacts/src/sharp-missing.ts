import { MlflowError } from '@mlflow-artifacts/repository'

/** What `loadImage` rejects with where there is no `sharp`, as Python's does where there is no Pillow. */
export function sharpMissing(hint: string, cause?: unknown): MlflowError {
  return new MlflowError('`loadImage` requires sharp. Please install it via: npm install sharp', {
    code: 'FEATURE_DISABLED',
    hint,
    cause,
  })
}
