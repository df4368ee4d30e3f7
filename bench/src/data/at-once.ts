/** Does something with each item, some of them at the same time. */
export async function atOnce<Item>(
  count: number,
  items: Iterable<Item>,
  action: (item: Item) => Promise<unknown>,
): Promise<void> {
  const iterator = items[Symbol.iterator]()
  async function work(): Promise<void> {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await action(next.value)
  }
  await Promise.all(Array.from({ length: count }, work))
}
