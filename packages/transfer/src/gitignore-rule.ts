import { MlflowError } from '@mlflow-artifacts/repository'

/** A pattern that names nothing: empty, slashes only, or with a backslash at its end that escapes nothing. */
const NAMELESS = /^!?[/ ]*$|(?<!\\)(?:\\\\)*\\$/

// Names of artifacts tell upper from lower case, and any name is one, also `..x`.
const OPTIONS = { ignoreCase: false, allowRelativePaths: true } as const

/**
 * Refuses what is no list of patterns.
 *
 * @param option - names the patterns in the error
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function assertPatterns(patterns: readonly string[] | undefined, option: string): void {
  if (patterns === undefined) return
  const isList = Array.isArray(patterns) && patterns.every((pattern) => typeof pattern === 'string')
  if (!isList) throw wrong(option, 'it is no list of patterns')
  const nameless = patterns.find((pattern) => NAMELESS.test(pattern))
  if (nameless !== undefined) throw wrong(option, `${JSON.stringify(nameless)} names nothing`)
}

/**
 * Whether the patterns match a path, by the rule of `.gitignore`. Each is one pattern, not a line of a file: `#` starts no
 * comment, and a space at the end counts.
 *
 * @param option - names the patterns in the error
 * @returns for a path relative to the root of the patterns, with a slash at its end if it is a directory
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for what is no list of patterns
 */
export async function gitignoreRule(
  patterns: readonly string[],
  option: string,
): Promise<(path: string) => boolean> {
  assertPatterns(patterns, option)
  const { default: ignore } = await import('ignore')
  const rules = ignore(OPTIONS).add(
    patterns.map((pattern) => pattern.replace(/^#/, '\\#').replace(/(?<!\\) $/, '\\ ')),
  )
  // It remembers each path that it was asked about: a new one for each forgets them.
  return (path) => ignore(OPTIONS).add(rules).ignores(path)
}

function wrong(option: string, why: string): MlflowError {
  return new MlflowError(`The option ${option} is wrong: ${why}`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: 'Give patterns as in a .gitignore, such as "*.json", "data/**" or "plots/".',
  })
}
