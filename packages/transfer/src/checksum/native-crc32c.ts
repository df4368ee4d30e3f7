/**
 * The native CRC32C; `undefined` where it is not installed for this platform, or a bundle runs
 * without it.
 */
export async function nativeCrc32c(): Promise<typeof import('@node-rs/crc32').crc32c | undefined> {
  try {
    // By a name that no bundler reads: none of them can take native code along, and all stop at it.
    const native: typeof import('@node-rs/crc32') = await import(/* webpackIgnore: true */ moduleName())
    return native.crc32c
  } catch {
    return undefined
  }
}

function moduleName(): string {
  return ['@node-rs', 'crc32'].join('/')
}
