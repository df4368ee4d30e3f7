const MOST_ALIASES = 100

/**
 * The fields of a `meta.yaml`, read as PyYAML's safe loader reads them, except that numbers and booleans stay the text
 * that they were written as; `undefined` where it holds no fields.
 *
 * @throws Error where it is not YAML, or uses tags or aliases that MLflow does not write
 */
export async function parseMeta(text: string): Promise<ReadonlyMap<unknown, unknown> | undefined> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, {
    // A run id such as 123e4567… is a string to PyYAML, and a number to the newer schemas.
    schema: 'failsafe',
    customTags: ['null'],
    merge: true,
    // As in PyYAML, the last of equal keys counts.
    uniqueKeys: false,
  })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) throw problem
  const values: unknown = document.toJS({ maxAliasCount: MOST_ALIASES, mapAsMap: true })
  return values instanceof Map ? values : undefined
}
