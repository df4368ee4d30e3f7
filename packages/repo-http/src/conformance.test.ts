import { type ConformanceSubject, conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { describe, test } from 'vitest'
import { type MlflowServerOptions, startMlflowServer } from '../test/start-mlflow-server.ts'
import { testRepository } from '../test/test-repository.ts'

function subject(options: MlflowServerOptions): ConformanceSubject {
  return {
    emptyDirectories: true,
    // MLflow's server percent-decodes names until nothing changes, refuses a #, and drops a tab.
    canHold: (path) => !/#|%[0-9A-Fa-f]{2}|\t/.test(path),
    async create(artifacts) {
      const server = await startMlflowServer(artifacts, options)
      return {
        repository: testRepository({ trackingUri: server.url }),
        replace: async (path, content) => server.artifacts.replace(`1/run/artifacts/${path}`, content),
        dispose: () => server.close(),
      }
    },
  }
}

const servers: Readonly<Record<string, MlflowServerOptions>> = {
  'with a local store': { store: 'local' },
  'with a remote store, which it copies from': { store: 'remote' },
  'with a remote store, which it gives presigned URLs of': { store: 'remote', presigned: true },
}

describe.each(Object.entries(servers))('a server %s', (_name, options) => {
  for (const { name, run } of conformanceCases) test(name, () => run(subject(options)))
})
