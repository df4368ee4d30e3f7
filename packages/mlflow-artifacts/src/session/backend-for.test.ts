import type { ArtifactBackend, ArtifactRepository } from '@mlflow-artifacts/repository'
import { expect, test } from 'vitest'
import { backendFor } from './backend-for.ts'

function backend(name: string, scheme: string): ArtifactBackend {
  const repository = (): ArtifactRepository => {
    throw new Error('It is not asked for one')
  }
  return { specificationVersion: 'v1', name, schemes: [scheme], repository }
}

test('what was passed goes before what is installed, which needs no more than to be there', async () => {
  const backends = [backend('own', 's3')]
  const findBackend = async (scheme: string) => backend('installed', scheme)
  expect((await backendFor('s3://b/k', undefined, { backends, findBackend })).name).toBe('own')
  expect((await backendFor('gs://b/k', undefined, { backends, findBackend })).name).toBe('installed')
})

test('a package that is not installed is named, with the URI that was typed and what is registered', async () => {
  const notFound = Object.assign(
    new Error("Cannot find package '@mlflow-artifacts/repo-s3' imported from /x"),
    {
      code: 'ERR_MODULE_NOT_FOUND',
    },
  )
  const cause = new Error("The package for 's3:' could not be imported", { cause: notFound })
  const findBackend = () => Promise.reject(cause)
  const backends = [backend('own', 'file')]
  await expect(backendFor('s3://b/k', 'runs:/1/x', { backends, findBackend })).rejects.toMatchObject({
    message:
      'Could not find a registered artifact repository for: s3://b/k (which runs:/1/x led to). ' +
      "Currently registered schemes are: ['file']",
    hint: 'Install @mlflow-artifacts/repo-s3: npm install @mlflow-artifacts/repo-s3',
    scheme: 's3',
    cause,
  })
})

test('a package that is installed and broken is not to be installed, but mended', async () => {
  const missing = Object.assign(new Error("Cannot find package '@aws-sdk/client-s3' imported from /x"), {
    code: 'ERR_MODULE_NOT_FOUND',
  })
  for (const cause of [missing, new SyntaxError('Unexpected token')]) {
    const broken = { backends: [], findBackend: () => Promise.reject(new Error('not imported', { cause })) }
    await expect(backendFor('s3://b/k', undefined, broken)).rejects.toMatchObject({
      hint: expect.stringMatching(/^@mlflow-artifacts\/repo-s3 is installed, but it cannot be loaded/),
    })
  }
})

test('where no package is looked for, its backend has to be passed', async () => {
  const nothing = { backends: [], findBackend: async () => undefined }
  await expect(backendFor('s3://b/k', undefined, nothing)).rejects.toMatchObject({
    hint: expect.stringContaining('pass its backend'),
  })
  await expect(backendFor('ftp://b/k', undefined, nothing)).rejects.toMatchObject({
    hint: "Pass a backend for 'ftp:' in the option backends.",
  })
})
