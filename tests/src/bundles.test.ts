import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BUNDLERS, type Bundle } from './bundles/bundlers.ts'
import { answerAsGcs, answerAsS3 } from './servers/answer-as-store.ts'
import { type ScriptedServer, startScriptedServer } from './servers/start-scripted-server.ts'

const PROGRAMS: string = join(import.meta.dirname, 'bundles')
const SDKS: Readonly<Record<string, RegExp>> = {
  '@aws-sdk/client-s3': /node_modules\/(@aws-sdk|@smithy)\//,
  '@google-cloud/storage': /node_modules\/(@google-cloud|google-auth-library|gaxios)\//,
}

// Its checksum is known to everybody.
const TEXT = '123456789'
const OBJECTS = { 'stored/notes.txt': TEXT }

let folder: string
let s3: ScriptedServer
let gcs: ScriptedServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundles-'))
  s3 = await startScriptedServer((request, response) => answerAsS3(request, response, OBJECTS))
  gcs = await startScriptedServer((request, response) => answerAsGcs(request, response, OBJECTS))
})
afterAll(async () => {
  await Promise.all([s3.close(), gcs.close()])
  await rm(folder, { recursive: true })
})

/** Bundles a program and runs it where no package is installed. */
async function bundleAndRun(
  bundler: string,
  entry: string,
  uri: string,
): Promise<Bundle & { read: unknown }> {
  const output = join(folder, bundler, entry)
  await mkdir(join(output, 'stored'), { recursive: true })
  await writeFile(join(output, 'stored/notes.txt'), TEXT)
  const bundle = await BUNDLERS[bundler]?.(join(PROGRAMS, entry), output)
  if (bundle === undefined) throw new Error(`There is no ${bundler}`)
  const env = {
    PATH: process.env.PATH,
    HOME: output,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'us-east-1',
    MLFLOW_S3_ENDPOINT_URL: s3.uri,
    STORAGE_EMULATOR_HOST: gcs.uri,
  }
  const { stdout } = await promisify(execFile)(process.execPath, [bundle.file, uri, 'downloaded'], {
    cwd: output,
    env,
  })
  return { ...bundle, read: JSON.parse(stdout) }
}

/** The SDKs that are among the modules of a bundle. */
const sdksAmong = (modules: readonly string[]): string[] =>
  Object.keys(SDKS).filter((name) => modules.some((path) => SDKS[name]?.test(path)))

// Both SDKs are there: what is not passed stays out all the same.
test.each(Object.keys(BUNDLERS))('%s takes along no SDK, and warns of nothing', async (bundler) => {
  const { modules, warnings, read } = await bundleAndRun(bundler, 'alone.mjs', './stored')
  expect(warnings).toEqual([])
  expect(modules.some((path) => path.endsWith('mlflow-artifacts/dist/compose.js'))).toBe(true)
  expect(sdksAmong(modules)).toEqual([])
  expect(read).toEqual({ text: TEXT, verified: ['size'] })
})

test.each([
  ['with-s3.mjs', 's3://bucket/stored', '@aws-sdk/client-s3'],
  ['with-gcs.mjs', 'gs://bucket/stored', '@google-cloud/storage'],
])('%s has the SDK of the backend that it passes, and no other', async (entry, uri, sdk) => {
  const { modules, warnings, read } = await bundleAndRun('esbuild', entry, uri)
  expect(warnings).toEqual([])
  expect(sdksAmong(modules)).toEqual([sdk])
  expect(read).toEqual({ text: TEXT, verified: ['checksum'] })
})
