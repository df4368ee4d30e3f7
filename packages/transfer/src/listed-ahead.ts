import { setImmediate as nextTurn } from 'node:timers/promises'

/** What comes out of memory, and not from a store, leaves others their turn so often. */
const IN_A_ROW = 256

/**
 * The same items, asked for before they are wanted, so that it is soon known how many there are. A failure counts at once.
 *
 * @param most - that are kept until somebody wants them
 */
export async function* listedAhead<Item>(items: AsyncIterable<Item>, most: number): AsyncGenerator<Item> {
  // Two piles make a queue: one that is laid down, and one that is taken from, in the other order.
  let coming: Item[] = []
  let going: Item[] = []
  let failure: { readonly error: unknown } | undefined
  let isListed = false
  let isWanted = true
  let wakeTaker = (): void => undefined
  let wakeLister = (): void => undefined

  const list = async (): Promise<void> => {
    let count = 0
    for await (const item of items) {
      coming.push(item)
      wakeTaker()
      count += 1
      if (count % IN_A_ROW === 0) await nextTurn()
      while (isWanted && coming.length + going.length >= most) {
        await new Promise<void>((resolve) => {
          wakeLister = resolve
        })
      }
      if (!isWanted) return
    }
  }
  const listing = list()
    .catch((error: unknown) => {
      failure = { error }
    })
    .finally(() => {
      isListed = true
      wakeTaker()
    })
  try {
    for (;;) {
      if (failure !== undefined) throw failure.error
      if (going.length === 0) {
        going = coming.reverse()
        coming = []
      }
      const item = going.pop()
      if (item !== undefined) {
        wakeLister()
        yield item
      } else if (isListed) {
        return
      } else {
        await new Promise<void>((resolve) => {
          wakeTaker = resolve
        })
      }
    }
  } finally {
    isWanted = false
    wakeLister()
    await listing
  }
}
