import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { MlflowError } from '@mlflow-artifacts/repository'
import { invalidStateError } from '../rules/invalid-state-error.ts'
import { fileKind } from './file-kind.ts'
import { parseMeta } from './parse-meta.ts'
import { readSmallFile } from './read-small-file.ts'

const WAITS_MS: readonly number[] = [100, 200]

/** The `meta.yaml` in which a file store keeps what it knows of one thing. */
export class MetaFile {
  readonly #path: string
  readonly #subject: string
  readonly #values: ReadonlyMap<unknown, unknown>

  private constructor(path: string, subject: string, values: ReadonlyMap<unknown, unknown>) {
    this.#path = path
    this.#subject = subject
    this.#values = values
  }

  /**
   * Reads the `meta.yaml` of a folder.
   *
   * @param subject - whose it is, in MLflow's words, such as `Run 'abc'`
   * @throws MlflowError `INTERNAL_ERROR` (as in Python) where there is none, `INVALID_STATE` where it is not what MLflow
   *   writes
   */
  static async read(folder: string, subject: string): Promise<MetaFile> {
    const path = join(folder, 'meta.yaml')
    const kind = await fileKind(path)
    if (kind === undefined || kind === 'directory') {
      throw new MlflowError(`Yaml file '${path}' does not exist.`, { uri: path })
    }
    try {
      const values = await parseMeta(await readWritten(path))
      if (values !== undefined) return new MetaFile(path, subject, values)
    } catch (error) {
      if (MlflowError.isInstance(error) && error.code !== 'INVALID_STATE') throw error
      const reason = error instanceof Error ? error.message.trim().split('\n', 1)[0] : undefined
      throw invalidStateError(subject, path, reason ?? 'it is no YAML', error)
    }
    throw invalidStateError(subject, path, 'it holds no fields')
  }

  /** A field as text; `undefined` where it is null or absent. */
  text(key: string): string | undefined {
    const value = this.#values.get(key)
    return typeof value === 'string' ? value : undefined
  }

  /**
   * A field that must hold text.
   *
   * @throws MlflowError `INVALID_STATE` where it is empty
   */
  requiredText(key: string): string {
    return this.text(key) || this.#throwInvalid(`it has no ${key}`)
  }

  /**
   * Makes sure that a field says what the place of the file says: a forged file cannot stand for something else.
   *
   * @throws MlflowError `INVALID_STATE`
   */
  expect(key: string, value: string): void {
    if (this.text(key) !== value) this.#throwInvalid(`its ${key} is not '${value}'`)
  }

  #throwInvalid(reason: string): never {
    throw invalidStateError(this.#subject, this.#path, reason)
  }
}

// MLflow opens a new file before it fills it, and so reads an empty one twice more (`FileStore._read_yaml`).
async function readWritten(path: string): Promise<string> {
  for (const wait of WAITS_MS) {
    const text = await readSmallFile(path)
    if (text !== '') return text
    await delay(wait)
  }
  return readSmallFile(path)
}
