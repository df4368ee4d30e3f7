/** What V8's limit allows for values that were made just now, at most; older ones cannot have it. */
const YOUNG_BYTES = 192 * 2 ** 20

/** Near the limit, V8 is busy with nothing but looking for memory. */
const USABLE_PART = 0.9

/** How much more memory, in bytes, JavaScript's values may take in this process before it would end. */
export function heapLeft(): number {
  // A program that reads no JSON does without the module, which costs its start a millisecond or two.
  const { getHeapStatistics } = process.getBuiltinModule('node:v8')
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics()
  return Math.max(USABLE_PART * Math.max(limit - YOUNG_BYTES, limit / 2) - used, 0)
}
