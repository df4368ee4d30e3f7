import type { Arena } from './arena.ts'

/** Ends a download in the middle, so that another can go on with what it leaves. */
export async function interrupted(arena: Arena): Promise<void> {
  const controller = new AbortController()
  const reason = new Error('interrupted')
  const at = arena.random.integer(1, arena.file.size - 1)
  arena.onSent = () => {
    if (arena.sent >= at) controller.abort(reason)
  }
  arena.dataFaults = () => ({ drip: { bytes: 16 * 1024, everyMs: 0 } })
  await arena.download({ signal: controller.signal }).catch((error: unknown) => {
    if (error !== reason) throw error
  })
  arena.onSent = undefined
  arena.dataFaults = () => undefined
}
