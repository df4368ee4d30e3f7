import type { ArtifactBackend } from '@mlflow-artifacts/repository'
import { LocalRepository } from './local-repository.ts'

/** The backend for `file:` URIs and plain paths. It needs no options and no network. */
export function localBackend(): ArtifactBackend {
  return {
    specificationVersion: 'v1',
    name: 'local',
    schemes: ['', 'file'],
    repository: (uri, { cwd }) => new LocalRepository(uri, cwd),
  }
}
