import { makeShowable } from '@mlflow-artifacts/http-client'
import { checkOption, optionRules } from '@mlflow-artifacts/repository'
import type { CallOptions } from '../options.ts'
import { checkCallOptions } from './check-call-options.ts'
import { withoutNulls } from './without-nulls.ts'

/**
 * The options of a call, checked before anything is asked or made, and without those that are `null`.
 *
 * @param check - looks at what only this function takes
 * @throws MlflowError `INVALID_PARAMETER_VALUE` that names the option and what it may be
 */
export function checkedOptions<Options extends CallOptions>(
  options: Options,
  check: (options: Options) => void,
): Options {
  try {
    checkOption('options', options, optionRules.object)
    const given = withoutNulls(options)
    checkCallOptions(given)
    check(given)
    return given
  } catch (error) {
    // A name in it may steer a terminal.
    makeShowable(error, process.env)
    throw error
  }
}
