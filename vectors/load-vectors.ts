import { mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One recorded answer of Python MLflow. `{cwd}` in it stands for the working directory. */
export interface Vector {
  readonly fn: string
  readonly args: readonly unknown[]
  readonly ok: boolean
  readonly result?: unknown
  readonly error?: { readonly type: string; readonly code: string | null; readonly message: string }
  /** The working directory, for the functions that look at the disk. */
  readonly cwd?: string
  /** The root of the repository that was asked, for the functions that have one. */
  readonly root?: string
}

/** The recorded answers: `mlflow-3.17.2.json`, or the file that the environment variable `MLFLOW_VECTORS` names. */
export function loadVectors(): readonly Vector[] {
  const file = process.env.MLFLOW_VECTORS
  const path =
    file === undefined ? fileURLToPath(new URL('mlflow-3.17.2.json', import.meta.url)) : resolve(file)
  const recording: { readonly vectors: readonly Vector[] } = JSON.parse(
    readFileSync(path, 'utf8'),
    exactInteger,
  )
  return recording.vectors
}

/** Keeps an integer that a number cannot hold, as a `bigint`. */
function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? ''
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
    ? BigInt(source)
    : value
}

/** A recorded value with the working directory in place of `{cwd}`. */
export function inDirectory<Value>(value: Value, cwd: string): Value
export function inDirectory(value: unknown, cwd: string): unknown {
  if (typeof value === 'string') return value.replaceAll('{cwd}', cwd)
  if (Array.isArray(value)) return value.map((item) => inDirectory(item, cwd))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [inDirectory(key, cwd), inDirectory(item, cwd)]),
  )
}

/** Makes the tree in which the answers were recorded (`meta.fixture`) in a new temporary folder, and names it. */
export function makeFixture(): string {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'mlflow-vectors-')))
  for (const directory of ['data/sub dir/deep', 'data/empty', 'dst']) {
    mkdirSync(join(cwd, directory), { recursive: true })
  }
  writeFileSync(join(cwd, 'data/a.txt'), 'a')
  writeFileSync(join(cwd, 'data/sub dir/b#1.txt'), 'b')
  writeFileSync(join(cwd, 'data/pct%20name.txt'), 'c')
  symlinkSync('/etc', join(cwd, 'data/link_out'))
  symlinkSync('sub dir', join(cwd, 'data/link_in'))
  symlinkSync('/etc', join(cwd, 'dst/evil'))
  return cwd
}
