/** Cuts pieces so that one ends at each of these positions, and none is longer than a limit. */
export function* pieces(
  body: Iterable<Uint8Array>,
  positions: readonly (number | undefined)[],
  limit: number,
): Generator<Uint8Array> {
  const stops = positions.filter((position) => position !== undefined)
  let position = 0
  for (const chunk of body) {
    for (let rest = chunk; rest.byteLength > 0; ) {
      const next = Math.min(...stops.filter((stop) => stop > position), position + limit)
      const piece = rest.subarray(0, next - position)
      yield piece
      position += piece.byteLength
      rest = rest.subarray(piece.byteLength)
    }
  }
}
