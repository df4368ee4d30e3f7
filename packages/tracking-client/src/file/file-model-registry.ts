import { join, sep } from 'node:path'
import { MlflowError, type RequestOptions } from '@mlflow-artifacts/repository'
import type { ModelRegistry } from '../model-registry.ts'
import { parseModelVersion } from '../rules/parse-model-version.ts'
import { PROMPT_TAG } from '../rules/prompt-tag.ts'
import { registryErrors } from '../rules/registry-errors.ts'
import { DELETED_STAGE, wantedStages } from '../rules/stages.ts'
import { validateAlias } from '../rules/validate-alias.ts'
import { validateModelName } from '../rules/validate-model-name.ts'
import type { StoreContext } from '../store-context.ts'
import { fileKind } from './file-kind.ts'
import { listNames } from './list-names.ts'
import { MetaFile } from './meta-file.ts'
import { readSmallFile } from './read-small-file.ts'
import { StoreRoot } from './store-root.ts'

/** Registered models in an `mlruns` folder. */
export class FileModelRegistry implements ModelRegistry {
  readonly uri: string
  readonly #root: StoreRoot

  constructor(uri: string, context: StoreContext) {
    this.uri = uri
    this.#root = new StoreRoot(uri, context)
  }

  async getLatestVersion(name: string, stage: string | undefined, options?: RequestOptions): Promise<string> {
    const version = await this.#latestVersion(name, stage, options)
    if (version === undefined) throw registryErrors.noVersions(name, stage, this.uri)
    return version
  }

  async getVersionByAlias(name: string, alias: string, options?: RequestOptions): Promise<string> {
    if (alias.toLowerCase() === 'latest') {
      const version = await this.#latestVersion(name, undefined, options)
      if (version === undefined) throw registryErrors.latestNotFound(name, this.uri)
      return version
    }
    validateName(name)
    validateAlias(alias)
    const path = join(await this.#modelFolder(name, options), 'aliases', alias)
    if ((await fileKind(path)) !== 'file') throw registryErrors.aliasNotFound(alias, this.uri)
    const version = parseModelVersion(await readSmallFile(path))
    await this.#version(name, version, options)
    return String(version)
  }

  async getDownloadUri(name: string, version: string, options?: RequestOptions): Promise<string> {
    const folder = await this.#modelFolder(name, options)
    if (await fileKind(join(folder, 'tags', PROMPT_TAG))) throw registryErrors.modelIsPrompt(name, this.uri)
    const meta = await this.#version(name, parseModelVersion(version), options)
    return meta.text('storage_location') || meta.requiredText('source')
  }

  /** Nothing is held open. */
  async close(): Promise<void> {}

  async #modelFolder(name: string, options: RequestOptions | undefined): Promise<string> {
    options?.signal?.throwIfAborted()
    validateName(name)
    await this.#root.check()
    const folder = join(this.#root.path, 'models', name)
    if ((await fileKind(folder)) !== 'directory') throw registryErrors.modelNotFound(name, this.uri)
    return folder
  }

  // From the highest number down: only the versions above the answer are read.
  async #latestVersion(
    name: string,
    stage: string | undefined,
    options: RequestOptions | undefined,
  ): Promise<string | undefined> {
    const folder = await this.#modelFolder(name, options)
    const stages = wantedStages(stage)
    const versions = (await listNames(folder)).flatMap((entry) => /^version-(\d+)$/.exec(entry)?.[1] ?? [])
    for (const version of versions.sort((a, b) => Number(b) - Number(a))) {
      const meta = await readVersion(folder, name, version)
      if (stages.includes(meta.text('current_stage') ?? '')) return version
    }
    return undefined
  }

  async #version(name: string, version: bigint, options: RequestOptions | undefined): Promise<MetaFile> {
    const folder = await this.#modelFolder(name, options)
    if ((await fileKind(join(folder, `version-${version}`))) !== 'directory') {
      throw registryErrors.versionNotFound(name, version, this.uri)
    }
    const meta = await readVersion(folder, name, version)
    if (meta.text('current_stage') === DELETED_STAGE) {
      throw registryErrors.versionNotFound(name, version, this.uri)
    }
    return meta
  }
}

function readVersion(folder: string, name: string, version: string | bigint): Promise<MetaFile> {
  return MetaFile.read(join(folder, `version-${version}`), `Model Version (name=${name}, version=${version})`)
}

function validateName(name: string): void {
  validateModelName(name)
  const problem = name.includes(sep) ? 'path separator' : name.includes('%') ? "'%' character" : undefined
  if (problem !== undefined) {
    throw new MlflowError(`Invalid name: '${name}'. Registered model name cannot contain ${problem}`, {
      code: 'INVALID_PARAMETER_VALUE',
    })
  }
}
