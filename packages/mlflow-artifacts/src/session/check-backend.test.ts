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

test('a backend is found by its scheme, the first one first', () => {
  const later = { ...backend, name: 'later' }
  expect(backendFor('shelf:/a', undefined, [backend, later])).toBe(backend)
  expect(backendFor('SHELF:/a', undefined, [later, backend])).toBe(later)
})

test.each([
  ['one of a later contract', { ...backend, specificationVersion: 'v2' }, 'go together'],
  ['the function that makes one', Object.assign(() => backend, { schemes: [] }), 'pass what it returns'],
  ['one whose schemes have a colon', { ...backend, schemes: ['shelf:'] }, 'without a colon'],
  ['one without schemes', { ...backend, schemes: undefined }, 'without a colon'],
])('%s is refused', (_, value, hint) => {
  const backends = JSON.parse('[]')
  backends.push(value)
  expect(() => backendFor('shelf:/a', undefined, backends)).toThrow(
    expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE', hint: expect.stringContaining(hint) }),
  )
})
