/** A small generator of numbers below a limit, with a seed, so that a failure can be repeated. */
export function generator(start: number): (limit: number) => number {
  let state = (start ^ 0x9e3779b9) >>> 0 || 1
  return (limit) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % limit
  }
}
