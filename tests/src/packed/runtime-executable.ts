import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Where the package of a runtime has its program. */
const PROGRAMS = { node: 'node/bin/node', bun: '.bin/bun', deno: '.bin/deno' } as const

/** A runtime of that version, installed once from npm into the user's cache folder. */
export async function runtimeExecutable(name: keyof typeof PROGRAMS, version: string): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mlflow-artifacts')
  const folder = join(cache, `${name}-${version}`)
  const executable = join(folder, 'node_modules', PROGRAMS[name])
  if (existsSync(executable)) return executable
  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(join(cache, 'installing-'))
  await writeFile(join(fresh, 'package.json'), JSON.stringify({ private: true }))
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', `${name}@${version}`], {
    cwd: fresh,
  })
  // Whole or not at all; where another process was faster, its folder is as good.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }))
  return executable
}
