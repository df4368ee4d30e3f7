import { MlflowError } from 'mlflow-artifacts'
import { commandWords } from './command-words.ts'
import { packagePlaces } from './package-places.ts'
import { storeHint } from './store-hint.ts'

/** What to do about a failure, for who typed this command. */
export function hintOf(error: unknown): string | undefined {
  const ofStore = storeHint(error, packagePlaces())
  if (ofStore !== undefined) return ofStore
  return MlflowError.isInstance(error) && error.hint !== undefined ? commandWords(error.hint) : undefined
}
