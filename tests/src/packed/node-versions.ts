import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The oldest Node that the packages say they run on, the one that everything is tested on, and the newest. */
export const NODE_VERSIONS: readonly string[] = ['22.19.0', process.versions.node, '26.10.0']

/** A Node of that version, installed once into the user's cache folder. */
export async function nodeExecutable(version: string): Promise<string> {
  if (version === process.versions.node) return process.execPath
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mlflow-artifacts')
  const folder = join(cache, `node-${version}`)
  const executable = join(folder, 'node_modules', 'node', 'bin', 'node')
  if (existsSync(executable)) return executable
  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(join(cache, 'installing-'))
  await writeFile(join(fresh, 'package.json'), JSON.stringify({ private: true }))
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', `node@${version}`], { cwd: fresh })
  // Whole or not at all; where another process was faster, its folder is as good.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }))
  return executable
}
