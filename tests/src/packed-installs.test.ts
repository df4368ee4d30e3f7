import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyStore } from '../../demo/copy-store.ts'
import { NODE_VERSIONS, nodeExecutable } from './packed/node-versions.ts'
import { NpmProject } from './packed/npm-project.ts'
import { packPackages, type Tarballs } from './packed/pack-packages.ts'
import { readTree } from './read-tree.ts'
import { answerAsMlflow, PRETENDED_RUN } from './servers/answer-as-mlflow.ts'
import { startScriptedServer } from './servers/start-scripted-server.ts'

const JOBS: string = join(import.meta.dirname, 'packed/jobs')
const RUN = '393fa378af354d8b91a3b7ffd43986ee'
const FACADE = 'mlflow-artifacts'

let folder: string
let tarballs: Tarballs
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'installs-'))
  tarballs = await packPackages(join(folder, 'tarballs'))
})
afterAll(() => rm(folder, { recursive: true }))

async function newProject(name: string): Promise<NpmProject> {
  const project = await NpmProject.create(join(folder, name), tarballs)
  await cp(JOBS, project.folder, { recursive: true })
  await copyStore(project.folder)
  return project
}
