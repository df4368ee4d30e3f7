import { createHttpClient } from '@mlflow-artifacts/http-client'
import { type ConformanceSubject, conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { bytesFile, s3Refusal, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { describe, test } from 'vitest'
import { s3 } from './index.ts'

/** A bucket of its own for each case; directories that hold nothing are kept as markers. */
function subject(root: string): ConformanceSubject {
  return {
    emptyDirectories: true,
    pageSize: 1000,
    async create(artifacts) {
      const prefix = root === '' ? '' : `${root}/`
      const files = Object.entries(artifacts).map(([path, content]) => {
        return [`${prefix}${path}${content === undefined ? '/' : ''}`, bytesFile(content ?? '')] as const
      })
      const server = await startFaultServer({ files })
      const environment = {
        AWS_ACCESS_KEY_ID: 'AKID',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_DEFAULT_REGION: 'us-east-1',
        MLFLOW_S3_ENDPOINT_URL: `${server.origin}/s3`,
      }
      server.faults = ({ headers }) =>
        headers.authorization?.includes('=nobody/') ? s3Refusal(403, 'InvalidAccessKeyId') : undefined
      const http = createHttpClient({ environment, trackingUri: undefined })
      const repository = (more: Record<string, string> = {}) => {
        const context = { http, environment: { ...environment, ...more }, trackingUri: undefined }
        return s3().repository(`s3://bucket/${root}`, context)
      }
      return {
        repository: repository(),
        refused: repository({ AWS_ACCESS_KEY_ID: 'nobody' }),
        replace: async (path, content) => server.tree.set(`${prefix}${path}`, bytesFile(content)),
        async dispose() {
          await http.close()
          await server.close()
        },
      }
    },
  }
}

describe.each(['1/run/artifacts', ''])('below %j', (root) => {
  for (const { name, run } of conformanceCases) test(name, () => run(subject(root)))
})
