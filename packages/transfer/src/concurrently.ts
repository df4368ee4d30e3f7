/**
 * Runs a task for each item as items come in, a limited number of them at once, and waits for all. When the items
 * or a task fail, no further task starts, and the failure is thrown once the running ones have ended.
 */
export async function concurrently<Item>(
  items: AsyncIterable<Item>,
  limit: number,
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]()
  const workers: Promise<void>[] = []
  let failure: { readonly error: unknown } | undefined
  const work = async (): Promise<void> => {
    while (failure === undefined) {
      const next = await iterator.next()
      if (next.done === true || failure !== undefined) return
      // No more than there are items for, whatever the limit.
      if (workers.length < limit) start()
      await task(next.value)
    }
  }
  const start = (): void => {
    workers.push(
      work().catch((error: unknown) => {
        failure ??= { error }
      }),
    )
  }
  start()
  // Those that are started meanwhile are among them.
  for (const worker of workers) await worker
  if (failure === undefined) return
  await iterator.return?.()
  throw failure.error
}
