import { environmentRequired, findPythonEnvironment } from '../servers/python-environment.mjs'

/**
 * The Python that has MLflow and the test servers installed. Undefined, after one line that says so, where
 * `servers/install.mjs` could not install them.
 *
 * @throws Error on CI, where tests against the real MLflow must not be skipped.
 */
export function pythonExecutable(): string | undefined {
  const environment = findPythonEnvironment()
  if (environment?.installed) return environment.python
  const message =
    'The real MLflow is not installed: run `node tests/servers/install.mjs` with Python 3.10 or newer.'
  if (environmentRequired) throw new Error(message)
  console.warn(`${message} Its tests are skipped.`)
  return undefined
}
