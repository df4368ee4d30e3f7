/** The drive (`c:`) or share (`\\host\share`) of a Windows path, and the rest. Python 3.11's `ntpath.splitdrive`. */
export function ntSplitdrive(path: string): [drive: string, rest: string] {
  const end = driveLength(path.replaceAll('/', '\\'))
  return [path.slice(0, end), path.slice(end)]
}

function driveLength(path: string): number {
  if (path.startsWith('\\\\')) {
    const start = path.slice(0, 8).toUpperCase() === '\\\\?\\UNC\\' ? 8 : 2
    const share = path.indexOf('\\', start)
    const end = share === -1 ? -1 : path.indexOf('\\', share + 1)
    return end === -1 ? path.length : end
  }
  return path[1] === ':' ? 2 : 0
}
