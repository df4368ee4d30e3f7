import { createHash } from 'node:crypto'
import { type CallOptions, loadDict, loadImage, loadText } from 'mlflow-artifacts'
import type { PythonWorker } from './python-worker.ts'
import type { Load } from './source.ts'

/** What our loader gives, in the form in which the worker gives Python's. */
export async function loadOurs(load: Load, uri: string, options: CallOptions): Promise<unknown> {
  if (load === 'load text') return await loadText(uri, options)
  if (load === 'load dict') return portable(await loadDict(uri, options))
  const image = await loadImage(uri, options)
  const { width, height } = await image.metadata()
  const rgba = await image.ensureAlpha().raw().toBuffer()
  return { width, height, pixels: createHash('sha256').update(rgba).digest('hex') }
}

/** What Python's loader gives. */
export async function loadPythons(load: Load, uri: string, worker: PythonWorker): Promise<unknown> {
  const parameters = { artifact_uri: uri }
  if (load === 'load text') return await worker.call('mlflow.artifacts.load_text', parameters)
  if (load === 'load dict') return await worker.call('worker.load_dict', parameters)
  return await worker.call('mlflow.artifacts.load_image', parameters)
}

/** A JSON value with its special numbers as `worker.py` writes them. */
function portable(value: unknown): unknown {
  if (typeof value === 'bigint') return { number: String(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { number: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' }
  }
  if (Array.isArray(value)) return value.map(portable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, portable(item)]))
}
