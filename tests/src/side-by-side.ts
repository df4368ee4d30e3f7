import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ArtifactSource,
  type CallOptions,
  downloadArtifacts,
  type FileInfo,
  listArtifacts,
} from 'mlflow-artifacts'
import { type Answer, attempt } from './answer.ts'
import { recordForCanary } from './canary/record-for-canary.ts'
import { loadOurs, loadPythons } from './load.ts'
import type { PythonWorker } from './python-worker.ts'
import { readTree } from './read-tree.ts'
import { isLoad, type Operation, type Source } from './source.ts'

/** What both sides are asked with. */
export interface Sides {
  readonly worker: PythonWorker
  /** The folder that the destinations are made in. */
  readonly folder: string
  /** Our options of a call, with the tracking URI, which Python is told too. */
  readonly options: CallOptions & { readonly trackingUri: string }
}

/** Asks Python MLflow and this package the same, and gives both answers in one form. */
export class SideBySide {
  readonly #sides: Sides
  #folders = 0

  constructor(sides: Sides) {
    this.#sides = sides
  }

  /** What Python answers. */
  async pythonAnswer(operation: Operation, source: Source): Promise<Answer> {
    const { worker, options } = this.#sides
    const dstPath = this.#newFolder()
    if (isLoad(operation)) {
      return this.#answerOf(dstPath, async () => ({
        loaded: await loadPythons(operation, source.artifact_uri ?? '', worker),
      }))
    }
    const parameters = { ...source, tracking_uri: options.trackingUri }
    return this.#answerOf(dstPath, async () => {
      if (operation !== 'list') {
        const destination = operation === 'download' ? {} : { dst_path: dstPath }
        const path = await worker.call('mlflow.artifacts.download_artifacts', {
          ...parameters,
          ...destination,
        })
        // Python writes it into a local store, too, where it reads in place: row `meta-into-copies`.
        const meta = join(path, 'registered_model_meta')
        if (!isCopy(path, dstPath) && existsSync(meta)) await rm(meta)
        return path
      }
      const files = await worker.call('mlflow.artifacts.list_artifacts', parameters)
      return files.map((file) => ({
        path: file.path,
        isDir: file.is_dir,
        fileSize: file.file_size ?? undefined,
      }))
    })
  }

  /** What this package answers. */
  async ourAnswer(operation: Operation, source: Source): Promise<Answer> {
    const { options } = this.#sides
    const dstPath = this.#newFolder()
    const { artifact_uri, run_id, artifact_path } = source
    const ours: ArtifactSource = {
      ...(artifact_uri !== undefined && { artifactUri: artifact_uri }),
      ...(run_id !== undefined && { runId: run_id }),
      ...(artifact_path !== undefined && { artifactPath: artifact_path }),
    }
    const answer = await this.#answerOf(dstPath, async () => {
      if (isLoad(operation)) return { loaded: await loadOurs(operation, artifact_uri ?? '', options) }
      if (operation === 'list') return listArtifacts(ours, options)
      return downloadArtifacts(ours, {
        ...options,
        ...(operation !== 'download' && { dstPath }),
        onProgress: (progress) => recordForCanary('progress', JSON.stringify(progress)),
      })
    })
    recordForCanary('answer', JSON.stringify(answer))
    return answer
  }

  /** What a call gave, with the folders that differ from one call to the next replaced by their meaning. */
  async #answerOf(
    dstPath: string,
    call: () => Promise<string | FileInfo[] | { loaded: unknown }>,
  ): Promise<Answer> {
    const result = await attempt(call)
    const neutral = (text: string): string =>
      text.replaceAll(dstPath, '{destination}').replace(temporaryDirectory(), '{temporary}')
    if ('code' in result) {
      await rm(dstPath, { recursive: true, force: true })
      return { ...result, message: neutral(result.message) }
    }
    const { value } = result
    if (typeof value !== 'string') return Array.isArray(value) ? { listed: value } : value
    const copy = value.startsWith(dstPath) ? dstPath : value.match(temporaryDirectory())?.[0]
    const tree = copy === undefined ? undefined : await readTree(copy)
    if (copy !== undefined) await rm(copy, { recursive: true })
    return { returned: neutral(value), tree }
  }

  #newFolder(): string {
    this.#folders += 1
    return join(this.#sides.folder, 'destinations', String(this.#folders))
  }
}

function isCopy(path: string, dstPath: string): boolean {
  return path.startsWith(dstPath) || temporaryDirectory().test(path)
}

/** A directory that a call made in the system's folder for temporary files. */
function temporaryDirectory(): RegExp {
  return new RegExp(`${tmpdir()}/[\\w-]+`, 'g')
}
