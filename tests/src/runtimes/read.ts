// Runs the conformance kit and a download against servers of its own, in whatever runtime reads this file, and prints what
// failed.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpClient } from '@mlflow-artifacts/http-client'
import { httpBackend } from '@mlflow-artifacts/repo-http'
import { type ConformanceSubject, conformanceCases } from '@mlflow-artifacts/repository/conformance'
import {
  bytesFile,
  generatedFile,
  type ServerMode,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { downloadArtifacts } from 'mlflow-artifacts'

const environment = { HOME: '/nonexistent' }

const subject = (mode: ServerMode): ConformanceSubject => ({
  // MLflow's server percent-decodes names until nothing changes, refuses a #, and drops a tab.
  canHold: (path) => !/#|%[0-9A-Fa-f]{2}|\t/.test(path),
  async create(contents) {
    const files = Object.entries(contents).map(
      ([path, content = '']) => [`run/${path}`, bytesFile(content)] as const,
    )
    const server = await startFaultServer({ files, mode })
    const trackingUri = server.origin
    const http = createHttpClient({ environment, trackingUri })
    return {
      repository: httpBackend().repository('mlflow-artifacts:/run', { http, environment, trackingUri }),
      replace: async (path, content) => server.tree.set(`run/${path}`, bytesFile(content)),
      async dispose() {
        await http.close()
        await server.close()
      },
    }
  },
})

const stackOf = (error: unknown): string => (error instanceof Error ? String(error.stack) : String(error))

const failed: string[] = []
let passed = 0
for (const mode of ['remote', 'presigned'] as const) {
  for (const { name, run } of conformanceCases) {
    try {
      await run(subject(mode))
      passed += 1
    } catch (error) {
      failed.push(`${mode}: ${name}: ${stackOf(error)}`)
    }
  }
}

const large = generatedFile(40 * 2 ** 20, 7)
const folder = await mkdtemp(join(tmpdir(), 'runtime-'))
const server = await startFaultServer({
  files: [
    ['run/large.bin', large],
    ['run/sub/small.txt', bytesFile('small')],
  ],
})
try {
  const trackingUri = server.origin
  const path = await downloadArtifacts(
    { artifactUri: 'mlflow-artifacts:/run' },
    { dstPath: folder, trackingUri, environment },
  )
  const isRight =
    (await readFile(join(path, 'large.bin'))).equals(Buffer.concat([...large.read(0, large.size)])) &&
    (await readFile(join(path, 'sub/small.txt'), 'utf8')) === 'small'
  if (isRight) passed += 1
  else failed.push('The download gave other bytes')
} catch (error) {
  failed.push(`The download: ${stackOf(error)}`)
} finally {
  await server.close()
  await rm(folder, { recursive: true })
}
console.log(JSON.stringify({ passed, failed }))
