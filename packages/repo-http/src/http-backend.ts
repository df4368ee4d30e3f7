import type { ArtifactBackend, ArtifactRepository, BackendContext } from '@mlflow-artifacts/repository'
import { ProxyRepository } from './proxy/proxy-repository.ts'
import { proxyUri } from './proxy/proxy-uri.ts'
import { SingleFileRepository } from './single-file-repository.ts'

/**
 * The backend for `mlflow-artifacts:`, for `http:` and `https:` below the `/mlflow-artifacts/artifacts` of a tracking
 * server, and for any other `http:` or `https:` URL, which is one file.
 */
export function httpBackend(): ArtifactBackend {
  return {
    specificationVersion: 'v1',
    name: 'http',
    schemes: ['mlflow-artifacts', 'http', 'https'],
    repository,
  }
}

function repository(uri: string, context: BackendContext): ArtifactRepository {
  const proxied = proxyUri(uri, context.trackingUri)
  return proxied === undefined
    ? new SingleFileRepository(uri, context.http)
    : new ProxyRepository(proxied, context)
}
