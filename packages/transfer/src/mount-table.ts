import { readFile } from 'node:fs/promises'

interface Mount {
  readonly device: string
  /** The directory of the device that is mounted… */
  readonly root: string
  /** …and where. Both end in a slash. */
  readonly point: string
}

/**
 * What is mounted where, as Linux says it: one directory may be in several places, of which none is inside the other.
 */
export class MountTable {
  readonly #mounts: readonly Mount[]

  /** @param text - of `/proc/self/mountinfo` */
  constructor(text: string) {
    this.#mounts = text.split('\n').flatMap((line) => {
      const [, , device, root, point] = line.split(' ')
      if (device === undefined || root === undefined || point === undefined) return []
      return [{ device, root: directory(root), point: directory(point) }]
    })
  }

  /** The table of this moment; an empty one where the system has none. */
  static async read(): Promise<MountTable> {
    return new MountTable(await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''))
  }

  /**
   * The one place of a directory on its device, ending in a slash, whatever path it is reached by.
   *
   * @param path - absolute, without symbolic links
   */
  locate(path: string): string {
    const wanted = path.endsWith('/') ? path : `${path}/`
    let found: Mount | undefined
    // Of those at one point, the last one hides the others.
    for (const mount of this.#mounts) {
      if (wanted.startsWith(mount.point) && mount.point.length >= (found?.point.length ?? 0)) found = mount
    }
    return found === undefined ? wanted : `${found.device}${found.root}${wanted.slice(found.point.length)}`
  }
}

/** Blanks and the like are written as their octal numbers. */
function directory(field: string): string {
  const path = field.replace(/\\([0-7]{3})/g, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  )
  return path.endsWith('/') ? path : `${path}/`
}
