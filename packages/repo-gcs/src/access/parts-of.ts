/** A client has some dozens. */
const MOST_PARTS = 1_000

/** A client of Google's library, and what it is made of at any depth: some do by parts of theirs what they are asked. */
export function partsOf(client: object): ReadonlySet<object> {
  const parts = new Set<object>([client])
  // A set is gone through with what is added meanwhile, and nothing twice.
  for (const part of parts) {
    for (const value of Object.values(part)) {
      if (parts.size >= MOST_PARTS) return parts
      if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) parts.add(value)
    }
  }
  return parts
}
