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
import { expect } from 'vitest'
import { type Answer, attempt } from './answer.ts'
import { recordForCanary } from './canary/record-for-canary.ts'
import type { PythonWorker } from './python-worker.ts'
import { readTree } from './read-tree.ts'
import type { ComparedSource, Operation, Source } from './source.ts'

/** What both sides are asked with. */
export interface Sides {
  readonly worker: PythonWorker
  /** The folder that the destinations are made in. */
  readonly folder: string
  /** What `{name}` in a source stands for. */
  readonly places: Readonly<Record<string, string>>
  /** Our options of a call, with the tracking URI, which Python is told too. */
  readonly options: CallOptions & { readonly trackingUri: string }
  /** Where Python writes `registered_model_meta` into a local store when it reads in place: row `meta-into-copies`. */
  readonly modelMeta?: string
}

/** Asks Python MLflow and this package the same, and gives both answers in one form. */
export class SideBySide {
  readonly #sides: Sides
  #folders = 0

  constructor(sides: Sides) {
    this.#sides = sides
  }

  /** A text with its `{name}`s replaced. */
  fill(text: string): string {
    return text.replace(/\{(\w+)\}/g, (_, name) => this.#sides.places[name] ?? name)
  }

  /** What we should answer: what Python does, but for a difference. */
  async expectedAnswer(operation: Operation, [source, difference]: ComparedSource): Promise<Answer> {
    const { answers, code, like } = difference ?? {}
    if (code !== undefined && operation !== 'list') return { code, message: expect.any(String) }
    return answers?.[operation] ?? (await this.pythonAnswer(operation, like ?? source))
  }

  async pythonAnswer(operation: Operation, source: Source): Promise<Answer> {
    const { worker, options, modelMeta } = this.#sides
    const dstPath = this.#newFolder()
    const parameters = { ...this.#filled(source), tracking_uri: options.trackingUri }
    const answer = await this.#answerOf(dstPath, async () => {
      if (operation !== 'list') {
        const destination = operation === 'download' ? {} : { dst_path: dstPath }
        return worker.call('mlflow.artifacts.download_artifacts', { ...parameters, ...destination })
      }
      const files = await worker.call('mlflow.artifacts.list_artifacts', parameters)
      return files.map((file) => ({
        path: file.path,
        isDir: file.is_dir,
        fileSize: file.file_size ?? undefined,
      }))
    })
    if (modelMeta !== undefined) await rm(modelMeta, { force: true })
    return answer
  }

  async ourAnswer(operation: Operation, source: Source): Promise<Answer> {
    const { options } = this.#sides
    const dstPath = this.#newFolder()
    const { artifact_uri, run_id, artifact_path } = this.#filled(source)
    const ours: ArtifactSource = {
      ...(artifact_uri !== undefined && { artifactUri: artifact_uri }),
      ...(run_id !== undefined && { runId: run_id }),
      ...(artifact_path !== undefined && { artifactPath: artifact_path }),
    }
    const answer = await this.#answerOf(dstPath, () => {
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
  async #answerOf(dstPath: string, call: () => Promise<string | FileInfo[]>): Promise<Answer> {
    const temporary = new RegExp(`${tmpdir()}/[^/]+`, 'g')
    const neutral = (text: string): string =>
      text.replaceAll(dstPath, '{destination}').replace(temporary, '{temporary}')
    const result = await attempt(call)
    if ('code' in result) return { ...result, message: neutral(result.message) }
    const { value } = result
    if (typeof value !== 'string') return { listed: value }
    const copy = value.startsWith(dstPath) ? dstPath : value.match(temporary)?.[0]
    const tree = copy === undefined ? undefined : await readTree(copy)
    if (copy !== undefined) await rm(copy, { recursive: true })
    return { returned: neutral(value), tree }
  }

  #filled(source: Source): Source {
    return Object.fromEntries(Object.entries(source).map(([key, text]) => [key, this.fill(text)]))
  }

  #newFolder(): string {
    this.#folders += 1
    return join(this.#sides.folder, 'destinations', String(this.#folders))
  }
}
