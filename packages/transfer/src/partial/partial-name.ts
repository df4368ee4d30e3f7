import { randomUUID } from 'node:crypto'
import { thisWriter, type Writer } from './writer.ts'

/** Some file systems allow a name of 143 bytes, and the rest of it is the same length for all. */
const NAME_BYTES = 40

const PROBE = 'names'

const TAG = '([0-9a-f]{8})-(\\d{1,10})-(\\d{0,20})-[0-9a-f]{16}'
const WHOLE_TAG = new RegExp(`^${TAG}$`)
/** Nobody has it: the process that made it has ended its work on it. */
const FREE = '(?:\\.free)?'
const PART_NAME = new RegExp(`^\\..*\\.(${TAG})${FREE}\\.part$`, 's')
const FAMILY = '[0-9a-f]{12}-[0-9a-f]{12}'
const RESUMABLE_NAME = new RegExp(`^\\..*\\.${FAMILY}\\.${TAG}${FREE}\\.part$`, 's')
const MANIFEST_NAME = new RegExp(`^\\..*\\.${FAMILY}\\.\\d{1,9}${FREE}\\.part\\.json$`, 's')

/** What a partial file is called behind the name of the artifact: who made it, and a number that nobody else has. */
export function newTag(): string {
  const { place, pid, started } = thisWriter()
  // Node draws random bytes for many of these at once.
  const random = randomUUID()
  return `${place}-${pid}-${started}-${random.slice(0, 8)}${random.slice(-8)}`
}

/** Who made a partial file, by its tag; `undefined`: no tag. */
export function parseTag(tag: string): Writer | undefined {
  const [, place, pid, started] = WHOLE_TAG.exec(tag) ?? []
  if (place === undefined || pid === undefined || started === undefined) return undefined
  return { place, pid: Number(pid), started }
}

/** How the names of all partial files of a file begin: hidden, and never longer than a file system allows. */
export function partialPrefix(name: string): string {
  if (Buffer.byteLength(name) <= NAME_BYTES) return `.${name}`
  let start = ''
  for (const character of name) {
    if (Buffer.byteLength(start + character) > NAME_BYTES) break
    start += character
  }
  return `.${start}`
}

/** What a partial file is called that no other process goes on with. */
export function partialName(name: string): string {
  return `${partialPrefix(name)}.${newTag()}.part`
}

/** What the directory of a probe is called, which a file may be called, too. */
export function probeName(): string {
  return partialName(PROBE)
}

/** Whether a directory of this name is that of a probe. */
export function isProbeName(name: string): boolean {
  return name.startsWith(`${partialPrefix(PROBE)}.`) && tagOfPart(name) !== undefined
}

/** The tag of a partial file, by its name; `undefined` for the name of anything else. */
export function tagOfPart(name: string): string | undefined {
  return PART_NAME.exec(name)?.[1]
}

/** Whether a name is that of a manifest. */
export function isManifestName(name: string): boolean {
  return MANIFEST_NAME.test(name)
}

/** Whether the name of a partial file or a manifest says that nobody has it. */
export function isFreeName(name: string): boolean {
  return /\.free\.part(?:\.json)?$/.test(name)
}

/** Whether a later process may go on with a partial file of this name. */
export function isResumableName(name: string): boolean {
  return RESUMABLE_NAME.test(name)
}
