import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { httpBackend } from '@mlflow-artifacts/repo-http'
import { LocalRepository, localBackend } from '@mlflow-artifacts/repo-local'
import { download } from '@mlflow-artifacts/transfer'
import { asString, type Difference, runVectors } from '../../../vectors/run-vectors.ts'
import { createArtifacts } from './compose.ts'
import { backendFor } from './session/backend-for.ts'
import type { ArtifactSource } from './source/artifact-source.ts'

/** Python's keyword arguments, as a source. */
function sourceOf(kwargs: unknown): ArtifactSource {
  const named = Object.entries(Object(kwargs)).map(([key, value]) => [KEYS.get(key) ?? key, value])
  return Object.fromEntries(named)
}

const KEYS: ReadonlyMap<string, string> = new Map([
  ['artifact_uri', 'artifactUri'],
  ['run_id', 'runId'],
  ['artifact_path', 'artifactPath'],
])

/** Runs a call in the folder where the answers were recorded, beside a file store without runs. */
async function within<Result>(
  cwd: string,
  call: (artifacts: ReturnType<typeof createArtifacts>) => Promise<Result>,
) {
  const before = process.cwd()
  process.chdir(cwd)
  try {
    return await call(createArtifacts({ trackingUri: join(cwd, 'mlruns'), environment: {} }))
  } finally {
    process.chdir(before)
  }
}

const CLASSES: ReadonlyMap<string, string> = new Map([['local', 'LocalArtifactRepository']])

/** Python lists the schemes that MLflow knows; here the ones that are registered are listed. */
const registeredSchemes: Difference = {
  row: 'registered-schemes',
  expected(vector) {
    const { error } = vector
    if (error === undefined || !error.message.includes('Currently registered schemes are')) return undefined
    const message = error.message.replace(
      /schemes are: \[.*\]/,
      "schemes are: ['', 'file', 'mlflow-artifacts', 'http', 'https']",
    )
    return { ...vector, error: { ...error, message } }
  },
}

/** Python decodes the name of a local artifact, and refuses a `#`; here a name that exists is used as it is given. */
const literalNames: Difference = {
  row: 'literal-names',
  expected({ error: _error, result: _result, ...vector }) {
    if (vector.fn === 'local.download_artifacts(dst)') {
      const path = asString(vector.args[0])
      const source = join(asString(vector.root), path)
      if (!existsSync(source) || !treeOf(source, path).some((name) => /[#%]/.test(name))) return undefined
      const returned = join(asString(vector.root), '../o', path)
      return { ...vector, ok: true, result: { returned, tree: treeOf(source, path) } }
    }
    const uri = /"artifact_uri":"([^"]*[#%][^"]*)"/.exec(JSON.stringify(vector.args))?.[1]
    if (vector.fn !== 'mlflow.artifacts.download_artifacts' || uri === undefined) return undefined
    const path = resolve(asString(vector.cwd), uri)
    return existsSync(path) ? { ...vector, ok: true, result: path } : undefined
  },
}

function treeOf(source: string, path: string): string[] {
  if (!statSync(source).isDirectory()) return [path]
  return [
    path,
    ...readdirSync(source, { encoding: 'utf8', recursive: true }).map((name) => join(path, name)),
  ].sort()
}

runVectors(
  'mlflow-artifacts',
  {
    'get_artifact_repository.type': async ([uri]) => {
      const builtIn = { backends: [localBackend(), httpBackend()], findBackend: async () => undefined }
      return CLASSES.get((await backendFor(asString(uri), undefined, builtIn)).name)
    },
    'local.download_artifacts(dst is file)': ([path, dstPath], { cwd }) =>
      download(new LocalRepository(join(cwd, 'data')), asString(path), { dstPath: asString(dstPath) }),
    'local.download_artifacts(dst missing)': ([path, dstPath], { cwd }) =>
      download(new LocalRepository(join(cwd, 'data')), asString(path), { dstPath: asString(dstPath) }),
    'local.download_artifacts(dst)': async ([path], { cwd, root }) => {
      const dstPath = join(cwd, 'o')
      mkdirSync(dstPath, { recursive: true })
      try {
        const returned = await download(new LocalRepository(asString(root)), asString(path), { dstPath })
        return { returned, tree: readdirSync(dstPath, { recursive: true }).sort() }
      } finally {
        rmSync(dstPath, { recursive: true })
      }
    },
    'mlflow.artifacts.download_artifacts': ([kwargs], { cwd }) =>
      within(cwd, ({ downloadArtifacts }) => downloadArtifacts(sourceOf(kwargs))),
    'mlflow.artifacts.list_artifacts': ([kwargs], { cwd }) =>
      within(cwd, async ({ listArtifacts }) =>
        (await listArtifacts(sourceOf(kwargs))).map(({ path, isDir, fileSize }) => [
          path,
          isDir,
          fileSize ?? null,
        ]),
      ),
  },
  [registeredSchemes, literalNames],
)
