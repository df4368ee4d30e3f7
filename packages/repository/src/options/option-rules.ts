import type { OptionRule } from './option-rule.ts'

const COUNT: OptionRule = {
  words: 'an integer of 1 or more',
  showsValue: true,
  allows: (value) => isInteger(value) && value >= 1,
}
const WHOLE: OptionRule = {
  words: 'an integer of 0 or more',
  showsValue: true,
  allows: (value) => isInteger(value) && value >= 0,
}
const POSITIVE: OptionRule = {
  words: 'a number above 0',
  showsValue: true,
  allows: (value) => isNumber(value) && value > 0,
}
const NOT_NEGATIVE: OptionRule = {
  words: 'a number of 0 or more',
  showsValue: true,
  allows: (value) => isNumber(value) && value >= 0,
}
const BOOLEAN: OptionRule = {
  words: 'true or false',
  showsValue: true,
  allows: (value) => typeof value === 'boolean',
}
const TEXT: OptionRule = { words: 'a string', allows: (value) => typeof value === 'string' }
const TEXTS: OptionRule = {
  words: 'a list of strings',
  allows: (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
}
const FUNCTION: OptionRule = { words: 'a function', allows: (value) => typeof value === 'function' }
const OBJECT: OptionRule = { words: 'an object', allows: isObject }
const LIST: OptionRule = { words: 'a list', allows: (value) => Array.isArray(value) }
// One of another realm is one, too.
const SIGNAL: OptionRule = {
  words: 'an AbortSignal',
  allows: (value) =>
    isObject(value) &&
    'aborted' in value &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function',
}

type Names =
  | 'count'
  | 'whole'
  | 'positive'
  | 'notNegative'
  | 'boolean'
  | 'text'
  | 'texts'
  | 'function'
  | 'object'
  | 'list'
  | 'signal'

/** What options may be, in the words of their errors. */
export const optionRules: Readonly<Record<Names, OptionRule>> & {
  /** One of a few words. */
  oneOf(...words: readonly string[]): OptionRule
  /** What one of several rules allows. */
  either(...rules: readonly OptionRule[]): OptionRule
} = {
  count: COUNT,
  whole: WHOLE,
  positive: POSITIVE,
  notNegative: NOT_NEGATIVE,
  boolean: BOOLEAN,
  text: TEXT,
  texts: TEXTS,
  function: FUNCTION,
  object: OBJECT,
  list: LIST,
  signal: SIGNAL,
  oneOf: (...words) => ({
    words: `one of ${words.map((word) => `'${word}'`).join(', ')}`,
    showsValue: true,
    allows: (value) => words.some((word) => word === value),
  }),
  either: (...rules) => ({
    words: rules.map(({ words }) => words).join(' or '),
    allows: (value) => rules.some((rule) => rule.allows(value)),
  }),
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value)
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
