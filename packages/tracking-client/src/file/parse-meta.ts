const MOST_ALIASES = 100

/** Ten times as much as a long description has. Each may cost the parser some microseconds, and other characters nothing. */
const MOST_INDICATORS = 50_000
const INDICATORS: ReadonlySet<string> = new Set('\n\r-?:,[]{}#&*!|>\'"%@`')

/**
 * The fields of a `meta.yaml`, read as PyYAML's safe loader reads them, except that numbers and booleans stay the text
 * that they were written as; `undefined` where it holds no fields.
 *
 * @throws Error where it is not YAML, uses tags or aliases that MLflow does not write, or has more structure
 */
export async function parseMeta(text: string): Promise<ReadonlyMap<unknown, unknown> | undefined> {
  let indicators = 0
  for (const character of text) if (INDICATORS.has(character)) indicators += 1
  if (indicators > MOST_INDICATORS) throw new Error('it has more structure than MLflow writes')
  const { parseDocument, visit } = await import('yaml')
  const document = parseDocument(text, {
    // A run id such as 123e4567… is a string to PyYAML, and a number to the newer schemas.
    schema: 'failsafe',
    customTags: ['null'],
    merge: true,
    // As in PyYAML, the last of equal keys counts.
    uniqueKeys: false,
    // The lines of a message would be looked for anew for each of many errors.
    prettyErrors: false,
  })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) throw problem
  let aliases = 0
  visit(document, {
    Alias() {
      aliases += 1
      return aliases > MOST_ALIASES ? visit.BREAK : undefined
    },
  })
  // For each of them, the parser looks through the whole document.
  if (aliases > MOST_ALIASES) throw new Error(`it has more than ${MOST_ALIASES} aliases`)
  const values: unknown = document.toJS({ maxAliasCount: MOST_ALIASES, mapAsMap: true })
  return values instanceof Map ? values : undefined
}
