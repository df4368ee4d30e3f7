import { environmentNumber } from '@mlflow-artifacts/http-client'
import { unusable } from './unusable.ts'

/** How often boto makes a request in each of its modes, where nobody says how often. */
const OF_MODES: ReadonlyMap<string, number> = new Map([
  ['legacy', 5],
  ['standard', 3],
  ['adaptive', 3],
])

/** What a variable or else an option of the profile says. */
export interface SaidSetting {
  /** The one that says it, for errors. */
  readonly name: string
  readonly value: string | undefined
}

/**
 * How often a request is made until it is answered, the first time included, as it was said to boto
 * (`_compute_retry_config`, botocore/args.py): by a number, or else by a mode; `undefined`: it was not.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for what boto refuses
 */
export function maxAttempts(number: SaidSetting, mode: SaidSetting): number | undefined {
  const ofMode = OF_MODES.get(mode.value ?? '')
  if (mode.value !== undefined && ofMode === undefined) {
    throw unusable(mode.name, mode.value, `it is none of ${[...OF_MODES.keys()].join(', ')}`)
  }
  const attempts = environmentNumber({ [number.name]: number.value }, number.name, 'int')
  if (attempts !== undefined && attempts < 1) {
    throw unusable(number.name, String(attempts), 'it is less than 1')
  }
  if (attempts !== undefined && !Number.isSafeInteger(attempts)) {
    throw unusable(number.name, String(number.value), 'it is more than can be counted')
  }
  return attempts ?? ofMode
}
