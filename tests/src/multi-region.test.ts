import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { cleanEnvironment } from './servers/clean-environment.ts'

const PACKAGES: string = fileURLToPath(new URL('../../packages', import.meta.url))
const SIGNER = '@aws-sdk/signature-v4a'
const SCRIPT = `
import { s3 } from '@mlflow-artifacts/repo-s3'
import { createArtifacts } from 'mlflow-artifacts/compose'
const artifacts = createArtifacts({ backends: [s3()] })
try {
  await artifacts.listArtifacts('s3://arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap/run')
} catch ({ code, message, hint }) {
  console.log(JSON.stringify({ code, message, hint }))
}
`

/** What a program is told that reads a multi-region access point, where repo-s3 is installed with or without the signer. */
async function refusal(withSigner: boolean): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'multi-region-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const modules = join(folder, 'node_modules')
  const ours = join(PACKAGES, 'repo-s3')
  // A copy, as a link would be resolved to where the signer is installed for the tests.
  const copy = join(modules, '@mlflow-artifacts/repo-s3')
  await cp(join(ours, 'dist'), join(copy, 'dist'), { recursive: true })
  await cp(join(ours, 'package.json'), join(copy, 'package.json'))
  for (const scope of await readdir(join(ours, 'node_modules'))) {
    for (const name of await readdir(join(ours, 'node_modules', scope))) {
      const dependency = `${scope}/${name}`
      if (dependency !== SIGNER || withSigner)
        await link(join(ours, 'node_modules', dependency), join(modules, dependency))
    }
  }
  await link(join(PACKAGES, 'mlflow-artifacts'), join(modules, 'mlflow-artifacts'))
  await writeFile(join(folder, 'read.mjs'), SCRIPT)
  const environment = cleanEnvironment(folder, {
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
    // Nobody is to be asked.
    MLFLOW_S3_ENDPOINT_URL: 'http://127.0.0.1:1',
  })
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'read.mjs')], {
    env: environment,
  })
  return JSON.parse(stdout)
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path)
}

test('a multi-region access point needs a package, which the error names where it is missing', async () => {
  expect(await refusal(false)).toEqual({
    code: 'NOT_IMPLEMENTED',
    message: `Multi-region access points need the package ${SIGNER}`,
    hint: expect.stringContaining(`npm install ${SIGNER}`),
  })
})

test('where it is installed, nothing is said of it', async () => {
  expect(JSON.stringify(await refusal(true))).not.toContain(SIGNER)
})
