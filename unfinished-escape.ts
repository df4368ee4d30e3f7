/** How many bytes at the end of a text that was cut off may belong to an escape that is not whole. */
export function unfinishedEscape(bytes: Uint8Array): number {
  const end = String.fromCharCode(...bytes.subarray(-10))
  return /(?:%(?:[\da-f]|u[\da-f]{0,3})?|\\(?:u[\da-f]{0,3}|x[\da-f]?)?|&(?:#x?)?\w{0,8})$/i.exec(end)?.[0].length ?? 0
}
