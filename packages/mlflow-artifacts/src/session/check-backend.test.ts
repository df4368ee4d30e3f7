import type { ArtifactBackend } from '@mlflow-artifacts/repository'
import { expect, test } from 'vitest'
import { backendFor } from './backend-for.ts'

const backend: ArtifactBackend = {
  specificationVersion: 'v1',
  name: 'shelf',
  schemes: ['shelf'],
  repository: () => {
    throw new Error('not asked for')
  },
}

test.each([
  ['one of a later contract', { ...backend, specificationVersion: 'v2' }, 'go together'],
  ['the function that makes one', Object.assign(() => backend, { schemes: [] }), 'pass what it returns'],
  ['one whose schemes have a colon', { ...backend, schemes: ['shelf:'] }, 'without a colon'],
  ['one without schemes', { ...backend, schemes: undefined }, 'without a colon'],
])('%s is refused, passed or installed', async (_, value, hint) => {
  const wrong: ArtifactBackend = Object.assign(value)
  const error = { code: 'INVALID_PARAMETER_VALUE', hint: expect.stringContaining(hint) }
  const findBackend = async () => wrong
  for (const backends of [[wrong], []]) {
    await expect(backendFor('shelf:/a', undefined, { backends, findBackend })).rejects.toMatchObject(error)
  }
})
