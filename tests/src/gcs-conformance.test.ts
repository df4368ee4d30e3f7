import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpClient } from '@mlflow-artifacts/http-client'
import { gcs } from '@mlflow-artifacts/repo-gcs'
import { type ConformanceSubject, conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { pythonExecutable } from './python-executable.ts'
import { type FakeGcs, startFakeGcs } from './servers/start-fake-gcs.ts'

const python = pythonExecutable()

describe.skipIf(python === undefined)('fake-gcs-server', () => {
  let folder: string
  let server: FakeGcs
  let roots = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gcs-conformance-'))
    server = await startFakeGcs({ python: python ?? '', folder, bucket: 'bucket' })
  })
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  const subject = (makeRoot: (number: number) => { bucket: string; root: string }): ConformanceSubject => ({
    // An object whose name ends in a slash stands for one.
    emptyDirectories: true,
    async create(artifacts) {
      roots += 1
      const { bucket, root } = makeRoot(roots)
      if (bucket !== 'bucket') await server.makeBucket(bucket)
      const prefix = root === '' || root.endsWith('/') ? root : `${root}/`
      const put = (path: string, content: string | Uint8Array) => server.put(bucket, prefix + path, content)
      for (const [path, content] of Object.entries(artifacts)) {
        await put(content === undefined ? `${path}/` : path, content ?? '')
      }
      // What only begins with the name of the root belongs to somebody else.
      if (root !== '') await server.put(bucket, `${prefix.slice(0, -1)}-sibling/a.txt`, 'not ours')
      const { environment } = server
      const trackingUri = undefined
      const http = createHttpClient({ environment, trackingUri })
      const repository = gcs().repository(`gs://${bucket}/${root}`, { http, environment, trackingUri })
      return { repository, replace: put, dispose: () => http.close() }
    },
  })

  describe.each([
    ['a directory of a bucket', (number: number) => ({ bucket: 'bucket', root: `${number}/run/artifacts` })],
    [
      'a directory directly below it, with a slash',
      (number: number) => ({ bucket: 'bucket', root: `${number}/` }),
    ],
    ['a bucket', (number: number) => ({ bucket: `bucket-${number}`, root: '' })],
  ])('%s', (_, makeRoot) => {
    for (const { name, run } of conformanceCases) test(name, () => run(subject(makeRoot)))
  })
})
