import { stat } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Environment } from './environment.ts'

interface Read<Value> {
  readonly value: Value
  /** The files that it came from, as they were. */
  readonly files: string
}

/**
 * What is made from the files that variables name, made again where one of them has changed: certificates that live for
 * hours are replaced while programs run. Where the new ones cannot be used, as while they are written, what was made
 * before stays.
 */
export class FromFiles<Value> {
  readonly #environment: Environment
  readonly #variables: readonly string[]
  readonly #make: () => Promise<Value>
  #made: Promise<Read<Value>> | undefined

  /** @param make - reads the files */
  constructor(environment: Environment, variables: readonly string[], make: () => Promise<Value>) {
    this.#environment = environment
    this.#variables = variables
    this.#make = make
  }

  /**
   * The value by the files of this moment. As long as it is equal, it is the same object.
   *
   * @throws what making it the first time throws
   */
  async value(): Promise<Value> {
    const made = this.#made
    if (made === undefined) return (await this.#keep(this.#read())).value
    const before = await made
    if (before.files === (await this.#files())) return before.value
    return (await this.#renewed(made, before)).value
  }

  /** Reads the files whether or not they seem to have changed, as where a folder's file was written to; whether the value has. */
  async hasChanged(): Promise<boolean> {
    const made = this.#made
    if (made === undefined) return false
    const before = await made
    return (await this.#renewed(made, before)).value !== before.value
  }

  /** One look serves all who ask meanwhile. */
  #renewed(made: Promise<Read<Value>>, before: Read<Value>): Promise<Read<Value>> {
    if (this.#made !== undefined && this.#made !== made) return this.#made
    return this.#keep(
      this.#read().then(
        (now) => (isDeepStrictEqual(now.value, before.value) ? { ...now, value: before.value } : now),
        () => before,
      ),
    )
  }

  #keep(made: Promise<Read<Value>>): Promise<Read<Value>> {
    this.#made = made
    made.catch(() => {
      if (this.#made === made) this.#made = undefined
    })
    return made
  }

  /** Looked at before they are read: what changes meanwhile is noticed the next time. */
  async #read(): Promise<Read<Value>> {
    const files = await this.#files()
    return { files, value: await this.#make() }
  }

  async #files(): Promise<string> {
    const states: string[] = []
    for (const variable of this.#variables) {
      const path = this.#environment[variable]
      if (!path) continue
      const stats = await stat(path).catch(() => undefined)
      states.push(JSON.stringify([variable, path, stats?.ino, stats?.size, stats?.mtimeMs]))
    }
    return states.join('\n')
  }
}
