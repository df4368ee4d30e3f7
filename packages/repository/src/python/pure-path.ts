/** Which rules a path on this machine follows. */
export type Platform = 'posix' | 'windows'

/**
 * A path as Python 3.11's `pathlib` sees it: without empty and `.` segments, with `..` kept. Nothing here touches
 * the disk.
 */
export class PurePath {
  readonly platform: Platform
  /** Windows only: `c:`, `\\host\share` or `''`. */
  readonly drive: string
  /** The separator that makes the path start at the top, or `''`. POSIX: two leading slashes stay two. */
  readonly root: string
  /** The segments below drive and root. */
  readonly names: readonly string[]

  private constructor(platform: Platform, drive: string, root: string, names: readonly string[]) {
    this.platform = platform
    this.drive = drive
    this.root = root
    this.names = names
  }

  static parse(path: string, platform: Platform): PurePath {
    const [drive, root, rest] = platform === 'windows' ? splitWindowsRoot(path) : splitPosixRoot(path)
    const names = rest.split(separatorOf(platform)).filter((name) => name !== '' && name !== '.')
    return new PurePath(platform, drive, root, names)
  }

  /** Whether the path says where it starts; on Windows that takes a drive too. */
  get isAbsolute(): boolean {
    return this.root !== '' && (this.platform === 'posix' || this.drive !== '')
  }

  /** The last segment, or `''`. */
  get name(): string {
    return this.names.at(-1) ?? ''
  }

  /** The path without its last segment. */
  get parent(): PurePath {
    return new PurePath(this.platform, this.drive, this.root, this.names.slice(0, -1))
  }

  /** Drive and root alone. */
  get anchor(): PurePath {
    return new PurePath(this.platform, this.drive, this.root, [])
  }

  /** The path with one more segment, which is taken as it is. */
  child(name: string): PurePath {
    return new PurePath(
      this.platform,
      this.drive,
      this.root,
      name === '' ? this.names : [...this.names, name],
    )
  }

  /** The other path seen from this one: itself where it has a root or another drive. */
  join(other: PurePath): PurePath {
    if (other.root !== '') {
      return new PurePath(this.platform, other.drive || this.drive, other.root, other.names)
    }
    if (other.drive !== '' && other.drive.toLowerCase() !== this.drive.toLowerCase()) return other
    return new PurePath(this.platform, this.drive, this.root, [...this.names, ...other.names])
  }

  /** Whether this is `base` or below it, by the text alone; Windows ignores case. */
  isRelativeTo(base: PurePath): boolean {
    const parts = this.comparableParts()
    const baseParts = base.comparableParts()
    if (baseParts.length === 0) return this.drive === '' && this.root === ''
    return baseParts.every((part, index) => part === parts[index])
  }

  /** The path with forward slashes. */
  asPosix(): string {
    return this.toString().replaceAll(separatorOf(this.platform), '/')
  }

  toString(): string {
    return this.drive + this.root + this.names.join(separatorOf(this.platform)) || '.'
  }

  private comparableParts(): string[] {
    const start = this.root !== '' ? [this.drive, this.root] : this.drive !== '' ? [this.drive] : []
    const parts = [...start, ...this.names]
    return this.platform === 'windows' ? parts.map((part) => part.toLowerCase()) : parts
  }
}

function separatorOf(platform: Platform): string {
  return platform === 'windows' ? '\\' : '/'
}

function splitPosixRoot(path: string): [drive: string, root: string, rest: string] {
  const rest = path.replace(/^\/+/, '')
  const slashes = path.length - rest.length
  return ['', slashes === 2 ? '//' : slashes > 0 ? '/' : '', rest]
}

function splitWindowsRoot(path: string): [drive: string, root: string, rest: string] {
  const { prefix, body } = splitExtendedPrefix(path.replaceAll('/', '\\'))
  const share = /^\\\\[^\\]+\\(?!\\)[^\\]*/.exec(body)?.[0]
  if (share !== undefined) {
    return [prefix === '' ? share : prefix + share.slice(1), '\\', body.slice(share.length + 1)]
  }
  const drive = /^[A-Za-z]:/.exec(body)?.[0] ?? ''
  const rest = body.slice(drive.length)
  return rest.startsWith('\\') ? [prefix + drive, '\\', rest.replace(/^\\+/, '')] : [prefix + drive, '', rest]
}

function splitExtendedPrefix(path: string): { prefix: string; body: string } {
  if (!path.startsWith('\\\\?\\')) return { prefix: '', body: path }
  if (path.startsWith('\\\\?\\UNC\\')) return { prefix: path.slice(0, 7), body: `\\${path.slice(7)}` }
  return { prefix: path.slice(0, 4), body: path.slice(4) }
}
