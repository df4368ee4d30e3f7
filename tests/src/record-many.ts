import { join } from 'node:path'
import type { PythonWorker } from './python-worker.ts'
import { writeFiles } from './write-files.ts'

const AWKWARD: readonly string[] = [
  'with space.txt',
  'plus+and&equals=.txt',
  'percent%.txt',
  '100% of it.txt',
  'semi;colon,comma.txt',
  "quote'.txt",
  'brackets[1]{2}(3).txt',
  '~tilde.txt',
  'colon:here.txt',
  'at@sign.txt',
  'café composed.txt',
  'cafe\u0301 decomposed.txt',
  '中文/日本語.txt',
  'emoji 🎉.txt',
  'UPPER.TXT',
  '.hidden',
]

/** Logs a run of 200 files: awkward names, nested directories, an empty file, one of some megabytes. Gives its id. */
export async function recordMany(python: PythonWorker, folder: string): Promise<string> {
  const artifacts: Record<string, string | Uint8Array> = {
    'large.bin': new Uint8Array(3_000_000).map((_, index) => (index * index) >> 3),
    'a/b/c/d/e/f/g/deep.txt': 'deep',
    'a/empty': '',
  }
  for (const name of AWKWARD) artifacts[`names/${name}`] = name
  for (let index = 0; Object.keys(artifacts).length < 200; index += 1) {
    artifacts[`many/part ${index % 7}/file ${index}.txt`] = `content of ${index}\n`.repeat(index)
  }
  const local_dir = join(folder, 'many-to-log')
  await writeFiles(local_dir, artifacts)
  const experiment_id = await python.call('client.create_experiment', { name: 'many' })
  const { info } = await python.call('client.create_run', { experiment_id })
  await python.call('client.log_artifacts', { run_id: info.run_id, local_dir })
  return info.run_id
}
