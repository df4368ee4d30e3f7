import { getHeapStatistics } from 'node:v8'

/** How much more memory, in bytes, JavaScript's values may take in this process before it would end. */
export function heapLeft(): number {
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics()
  return Math.max(limit - used, 0)
}
