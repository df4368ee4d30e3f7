import { MlflowError } from '../errors/mlflow-error.ts'
import type { OptionRule } from './option-rule.ts'

/** Of a wrong text that is shown. */
const MOST_CHARACTERS = 40

/** The rule of each option, by its name. */
export type OptionRules<Options> = { readonly [Name in keyof Required<Options>]: OptionRule }

/**
 * Checks the values of options, which programs without TypeScript can get wrong. What is left out is right, and so is a name
 * that is not known.
 *
 * @param within - what comes before the names in errors, such as `http.`
 * @throws MlflowError `INVALID_PARAMETER_VALUE` that names the option and what it may be
 */
export function checkOptions<Options extends object>(
  options: Options,
  rules: Partial<OptionRules<Options>>,
  within = '',
): void {
  for (const [name, rule] of Object.entries<OptionRule | undefined>(rules)) {
    if (rule !== undefined) checkOption(within + name, Reflect.get(options, name), rule)
  }
}

/**
 * Checks the value of one option; `undefined` is right.
 *
 * @param name - of the option, or of the variable that stands for it
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function checkOption(name: string, value: unknown, rule: OptionRule): void {
  if (value === undefined || rule.allows(value)) return
  throw new MlflowError(`${name} must be ${rule.words}, but it is ${shown(value, rule)}`, {
    code: 'INVALID_PARAMETER_VALUE',
  })
}

function shown(value: unknown, { showsValue = false }: OptionRule): string {
  if (value === '') return 'an empty string'
  if (showsValue && typeof value === 'string') return JSON.stringify(value.slice(0, MOST_CHARACTERS))
  if (showsValue && (typeof value === 'number' || typeof value === 'bigint')) return String(value)
  if (Array.isArray(value)) {
    const other: unknown = value.find((entry) => typeof entry !== 'string')
    return value.length === 0 ? 'an empty list' : `a list with ${kindOf(other)}`
  }
  return kindOf(value)
}

function kindOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'boolean' || value === undefined || value === null
    ? String(value)
    : `a ${typeof value}`
}
