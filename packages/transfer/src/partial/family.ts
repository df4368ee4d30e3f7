import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Identity } from '../identity.ts'
import { partialPrefix } from './partial-name.ts'

/** What the partial files of a family are of. */
export interface FamilyOf {
  /** The final name. */
  readonly target: string
  /** Names the artifact; it may be a secret, and does not appear in names. */
  readonly artifact: string
  readonly identity: Identity
  readonly partSize: number
}

/** The manifest of a partial file. */
export interface LeftManifest {
  readonly path: string
  /** Each process that takes a file over makes a manifest of the next number, which only one of several can. */
  readonly generation: number
  /** Nobody has it: its process has ended its work on it. */
  readonly isFree: boolean
}

/**
 * The partial files of one content of one artifact at one place: those that processes can go on with after each other. One
 * of other content, or in parts of another size, is of another family.
 */
export class Family {
  /** Says which one it is, in full. */
  readonly id: string
  readonly #directory: string
  readonly #ofArtifact: string
  readonly #ofContent: string

  constructor({ target, artifact, identity: { size, validator }, partSize }: FamilyOf) {
    this.#directory = dirname(target)
    this.#ofArtifact = prefixOf(target, artifact)
    this.#ofContent = digestOf(`${size} ${partSize} ${validator}`)
    this.id = createHash('sha256').update(`${artifact}\n${size} ${partSize} ${validator}`).digest('hex')
  }

  /** Where the partial file with a tag is. */
  partPath(tag: string, isFree = false): string {
    return this.#path(tag, isFree, 'part')
  }

  /** Where the manifest of a generation is. */
  manifestPath(generation: number, isFree = false): string {
    return this.#path(String(generation), isFree, 'part.json')
  }

  /** The manifests that are there, the newest first; `undefined` where nobody may look. */
  async manifests(): Promise<LeftManifest[] | undefined> {
    const prefix = `${this.#ofArtifact}${this.#ofContent}.`
    const found: LeftManifest[] = []
    const names = await readdir(this.#directory).catch(() => undefined)
    if (names === undefined) return undefined
    for (const name of names) {
      if (!name.startsWith(prefix)) continue
      const [, digits, free] = /^(\d{1,9})(\.free)?\.part\.json$/.exec(name.slice(prefix.length)) ?? []
      if (digits === undefined) continue
      const path = join(this.#directory, name)
      found.push({ path, generation: Number(digits), isFree: free !== undefined })
    }
    return found.sort((one, other) => other.generation - one.generation)
  }

  /** The partial files and manifests of the same artifact, of whatever content; none where nobody may look. */
  async relatives(): Promise<string[]> {
    const names = await readdir(this.#directory).catch(() => [])
    return names
      .filter((name) => name.startsWith(this.#ofArtifact))
      .map((name) => join(this.#directory, name))
  }

  #path(distinction: string, isFree: boolean, ending: string): string {
    const name = `${this.#ofArtifact}${this.#ofContent}.${distinction}${isFree ? '.free' : ''}.${ending}`
    return join(this.#directory, name)
  }
}

/** Whether partial files of an artifact are there, of whatever content; `false` where nobody may look. */
export async function hasRelatives(target: string, artifact: string): Promise<boolean> {
  const prefix = prefixOf(target, artifact)
  const names = await readdir(dirname(target)).catch(() => [])
  return names.some((name) => name.startsWith(prefix))
}

function prefixOf(target: string, artifact: string): string {
  return `${partialPrefix(basename(target))}.${digestOf(artifact)}-`
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
