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
  const recording: { readonly vectors: readonly Vector[] } = JSON.parse(readFileSync(path, 'utf8'))
  return recording.vectors
}

/** A vector with the working directory in place of `{cwd}`. */
export function inDirectory(vector: Vector, cwd: string): Vector {
  return JSON.parse(JSON.stringify(vector).replaceAll('{cwd}', JSON.stringify(cwd).slice(1, -1)))
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
