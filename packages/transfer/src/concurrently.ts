/**
 * Runs a task for each item as items come in, a limited number of them at once, and waits for all. When the items
 * or a task fail, no further task starts, and the failure is thrown once the running ones have ended.
 */
export async function concurrently<Item>(
  items: AsyncIterable<Item>,
  limit: number,
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  let failure: { readonly error: unknown } | undefined
  try {
    for await (const item of items) {
      const run: Promise<void> = task(item)
        .catch((error: unknown) => {
          failure ??= { error }
        })
        .finally(() => running.delete(run))
      running.add(run)
      if (running.size >= limit) await Promise.race(running)
      if (failure !== undefined) break
    }
  } finally {
    await Promise.all(running)
  }
  if (failure !== undefined) throw failure.error
}
