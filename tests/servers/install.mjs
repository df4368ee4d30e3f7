// Installs the real MLflow and the stores for the tests, once for each version of requirements.txt, into the user's
// cache folder. A machine without Python still runs all other tests; on CI that is a failure.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { environmentRequired, findPythonEnvironment, requirementsFile } from './python-environment.mjs'

const environment = findPythonEnvironment()
if (environment === undefined) {
  giveUp('no Python 3.10 or newer with the venv module was found')
} else if (!environment.installed) {
  const started = Date.now()
  console.log(`Installing the test servers into ${environment.folder} (once, takes about a minute)`)
  const script = fileURLToPath(new URL('install.py', import.meta.url))
  const { status } = spawnSync(environment.basePython, [script, environment.folder, requirementsFile], {
    stdio: 'inherit',
  })
  if (status === 0)
    console.log(`Installed the test servers in ${Math.round((Date.now() - started) / 1000)} s`)
  else giveUp('their installation failed (see above)')
}

/** @param {string} reason */
function giveUp(reason) {
  console.error(`The tests against the real MLflow cannot run: ${reason}.`)
  if (environmentRequired) process.exitCode = 1
}
