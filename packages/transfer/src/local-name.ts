/** Names that Windows keeps for devices, with or without an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

/**
 * What a path of a repository is called on the disk. POSIX takes every name; on Windows, what no file name may hold
 * becomes `_`, as in MLflow (`_sanitize_path_for_windows`), and so does what would name a device or lose its end. Two
 * artifacts may get one name by this: whoever writes them has to see to it.
 */
export function localName(path: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return path
  return path.split('/').map(windowsName).join('/')
}

function windowsName(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..') return segment
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Windows forbids them
  const printable = segment.replace(/[<>:"|?*\\\x00-\x1f]/g, '_').replace(/[. ]$/, '_')
  return DEVICE.test(printable) ? `_${printable}` : printable
}
