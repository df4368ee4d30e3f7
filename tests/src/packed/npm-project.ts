import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Tarballs } from './pack-packages.ts'

/** What a script printed. */
export interface Output {
  readonly stdout: string
  readonly stderr: string
}

/** A fresh folder of somebody who uses npm. */
export class NpmProject {
  readonly folder: string
  readonly #tarballs: Tarballs
  #manifest: Record<string, unknown>
  readonly #installed = new Set<string>()

  private constructor(folder: string, tarballs: Tarballs, manifest: Record<string, unknown>) {
    this.folder = folder
    this.#tarballs = tarballs
    this.#manifest = manifest
  }

  static async create(
    folder: string,
    tarballs: Tarballs,
    manifest: Readonly<Record<string, unknown>> = {},
  ): Promise<NpmProject> {
    await mkdir(folder, { recursive: true })
    return new NpmProject(folder, tarballs, { private: true, ...manifest })
  }

  /** The same in another folder, to which more may be added. */
  async copy(folder: string): Promise<NpmProject> {
    await cp(this.folder, folder, { recursive: true, verbatimSymlinks: true })
    const copy = new NpmProject(folder, this.#tarballs, this.#manifest)
    for (const name of this.#installed) copy.#installed.add(name)
    return copy
  }

  /** `npm install` of packages by their names; ours come out of their tarballs, also where others of ours ask for them. */
  async install(...names: readonly string[]): Promise<void> {
    for (const name of names) this.#installed.add(name)
    const ours = [...this.#tarballs].filter(([name]) => !this.#installed.has(name))
    const overrides = Object.fromEntries(ours.map(([name, path]) => [name, `file:${path}`]))
    const path = join(this.folder, 'package.json')
    await writeFile(path, JSON.stringify({ ...this.#manifest, overrides }))
    const specifiers = names.map((name) => this.#tarballs.get(name) ?? name)
    const parameters = ['install', '--no-audit', '--no-fund', '--prefer-offline', ...specifiers]
    // Of the same Node as everything else, whichever one the shell finds first.
    const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` }
    await promisify(execFile)('npm', parameters, { cwd: this.folder, env })
    this.#manifest = JSON.parse(await readFile(path, 'utf8'))
  }

  /** The names of all packages that npm put there; one that is there in two versions is named twice. */
  async packages(): Promise<string[]> {
    const lock = JSON.parse(await readFile(join(this.folder, 'node_modules/.package-lock.json'), 'utf8'))
    return Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13))
  }

  /** Runs a script of the folder; a failure is what it printed. */
  async run(
    parameters: readonly string[],
    { node = process.execPath, env = {} }: { node?: string; env?: Record<string, string | undefined> } = {},
  ): Promise<Output> {
    const result = await promisify(execFile)(node, parameters, { cwd: this.folder, env }).catch(
      (error) => error,
    )
    return { stdout: result.stdout, stderr: result.stderr }
  }
}
