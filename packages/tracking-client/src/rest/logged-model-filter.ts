/**
 * The filter for logged models of a name. MLflow's grammar knows no escape for a quote in `name = '…'`, but reads the
 * list of an `IN` as Python does (`ast.literal_eval`), escapes and all.
 */
export function loggedModelFilter(name: string): string {
  if (!name.includes("'")) return `name = '${name}'`
  const literal = name.replace(
    /[\\'\p{Cc}]/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `name IN ('${literal}')`
}
