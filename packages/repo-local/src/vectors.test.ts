import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FileInfo } from '@mlflow-artifacts/repository'
import { asString, type Difference, runVectors } from '../../../vectors/run-vectors.ts'
import { LocalRepository } from './local-repository.ts'

/** Python decodes the name of a local artifact, and refuses a `#`; here the name is used as it is given. */
const literalNames: Difference = {
  row: 'literal-names',
  expected(vector) {
    const [path] = vector.args.map(asString)
    if (vector.fn !== 'local.get_local_path(download,no dst)' || path === undefined || !/[#%]/.test(path))
      return undefined
    const absolutePath = join(vector.root ?? '', path)
    const { error: _error, result: _result, ...rest } = vector
    if (existsSync(absolutePath)) return { ...rest, ok: true, result: absolutePath }
    const error = {
      type: 'MlflowException',
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: `No such artifact: '${path}'`,
    }
    return { ...rest, ok: false, error }
  },
}

runVectors(
  'repo-local',
  {
    'local.get_local_path(download,no dst)': ([path], { root }) =>
      new LocalRepository(asString(root)).localPath(asString(path)),
    'local.list_artifacts': async ([path], { root }) => {
      const entries: FileInfo[] = []
      for await (const entry of new LocalRepository(asString(root)).list(asString(path))) entries.push(entry)
      return entries.map(({ path, isDir, fileSize }) => [path, isDir, fileSize ?? null])
    },
  },
  [literalNames],
)
