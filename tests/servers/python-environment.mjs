// Plain JavaScript, because it also runs before anything is built and on an older Node than the packages need.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const requirementsFile = fileURLToPath(new URL('requirements.txt', import.meta.url))

// ensurepip is asked for too: Debian's Python without it cannot make a virtual environment.
const PROBE =
  'import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.executable, sys.version, sep="\\n")'

/**
 * Where the virtual environment of the test servers is, or would be.
 *
 * @returns {{ basePython: string, folder: string, python: string, installed: boolean } | undefined} `basePython` makes
 * the environment, `python` is the one inside it; undefined where there is no Python 3.10 or newer.
 */
export function findPythonEnvironment() {
  for (const command of ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10']) {
    const probe = spawnSync(command, ['-c', PROBE], { encoding: 'utf8' })
    if (probe.status !== 0) continue
    const [basePython = ''] = probe.stdout.split('\n')
    const hash = createHash('sha256').update(readFileSync(requirementsFile)).update(probe.stdout)
    const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
    const folder = join(cache, 'mlflow-artifacts', `servers-${hash.digest('hex').slice(0, 16)}`)
    return {
      basePython,
      folder,
      python: join(folder, 'bin', 'python'),
      installed: existsSync(join(folder, 'installed')),
    }
  }
  return undefined
}

/** Whether a missing environment is a failure (on CI) rather than a reason to skip. */
export const environmentRequired = !['', '0', 'false'].includes(process.env.CI ?? '')
