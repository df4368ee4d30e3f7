import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type CallOptions, downloadArtifacts, listArtifacts } from 'mlflow-artifacts'
import { type Answer, attempt } from '../answer.ts'
import type { PythonWorker } from '../python-worker.ts'
import { readTree } from '../read-tree.ts'
import type { ComparedSource, Source } from '../source.ts'

/** What is asked of a source of an old store. */
export const OLD_OPERATIONS = ['download to a folder', 'list'] as const
export type OldOperation = (typeof OLD_OPERATIONS)[number]

/** Where a side's downloads go, and what `{name}` in a source stands for. */
export interface Place {
  readonly folder: string
  readonly places: Readonly<Record<string, string>>
}

function filled(source: Source, places: Place['places']): Source {
  return JSON.parse(JSON.stringify(source).replace(/\{(\w+)\}/g, (text, name) => places[name] ?? text))
}

export async function ourAnswer(
  operation: OldOperation,
  source: Source,
  { folder, places }: Place,
  options: CallOptions,
): Promise<Answer> {
  const { artifact_uri, run_id, artifact_path } = filled(source, places)
  const ours = {
    ...(artifact_uri !== undefined && { artifactUri: artifact_uri }),
    ...(run_id !== undefined && { runId: run_id }),
    ...(artifact_path !== undefined && { artifactPath: artifact_path }),
  }
  if (operation === 'list') {
    const answer = await attempt(() => listArtifacts(ours, options))
    return 'code' in answer ? answer : { listed: answer.value }
  }
  const dstPath = join(folder, 'destination')
  return await downloaded(dstPath, () => downloadArtifacts(ours, { ...options, dstPath }))
}

export async function pythonAnswer(
  operation: OldOperation,
  source: Source,
  { folder, places }: Place,
  worker: PythonWorker,
): Promise<Answer> {
  const parameters = filled(source, places)
  if (operation === 'list') {
    const answer = await attempt(() => worker.call('mlflow.artifacts.list_artifacts', parameters))
    if ('code' in answer) return answer
    return {
      listed: answer.value.map(({ path, is_dir: isDir, file_size }) => ({
        path,
        isDir,
        fileSize: file_size ?? undefined,
      })),
    }
  }
  const dst_path = join(folder, 'destination')
  return await downloaded(dst_path, () =>
    worker.call('mlflow.artifacts.download_artifacts', { ...parameters, dst_path }),
  )
}

/** What we should answer, given how Python answers a source. `undefined`: we fail with this code, in our words. */
export async function expectedAnswer(
  operation: OldOperation,
  [source, difference]: ComparedSource,
  python: (source: Source) => Promise<Answer>,
): Promise<Answer | { readonly code: string }> {
  const { answers, code, like } = difference ?? {}
  if (code !== undefined && operation !== 'list') return { code }
  return answers?.[operation] ?? (await python(like ?? source))
}

async function downloaded(dstPath: string, call: () => Promise<string>): Promise<Answer> {
  const answer = await attempt(call)
  const tree = 'value' in answer ? await readTree(dstPath) : undefined
  await rm(dstPath, { recursive: true, force: true })
  if ('code' in answer) return { ...answer, message: answer.message.replaceAll(dstPath, '{destination}') }
  return { returned: answer.value.replaceAll(dstPath, '{destination}'), tree }
}
