import type { ArtifactBackend, ArtifactRepository } from '@mlflow-artifacts/repository'
import { expect, test } from 'vitest'
import * as composed from './compose.ts'
import * as discovering from './index.ts'

test.each([
  ['compose', composed.createArtifacts],
  ['index', discovering.createArtifacts],
])('a backend that nobody passed is asked for, once for its scheme (%s)', async (_, createArtifacts) => {
  const asked: string[] = []
  const repository = (uri: string): ArtifactRepository => ({
    specificationVersion: 'v1',
    uri,
    async *list() {
      yield { path: 'a', isDir: false, fileSize: 1 }
    },
    open: () => Promise.reject(new Error('It is only listed')),
  })
  const found: ArtifactBackend = { specificationVersion: 'v1', name: 'mem', schemes: ['mem'], repository }
  const artifacts = createArtifacts({
    environment: {},
    findBackend: async (scheme) => {
      asked.push(scheme)
      return scheme === 'mem' ? found : undefined
    },
  })
  for (const uri of ['mem://x/', 'mem://y/', '.']) await artifacts.listArtifacts(uri)
  expect(asked).toEqual(['mem'])
  await expect(artifacts.listArtifacts('other://x/')).rejects.toMatchObject({
    name: 'BackendNotRegisteredError',
  })
})
