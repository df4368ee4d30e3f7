/** Options without those that are `null`, which is what callers have who translate Python's None. */
export function withoutNulls<Options extends object>(options: Options): Options {
  if (!Object.values(options).includes(null)) return options
  const copy = { ...options }
  for (const [name, value] of Object.entries(copy)) {
    if (value === null) Reflect.deleteProperty(copy, name)
  }
  return copy
}
