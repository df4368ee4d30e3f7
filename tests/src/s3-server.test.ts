import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { downloadArtifacts } from 'mlflow-artifacts'
import { expect, test } from 'vitest'
import { SECRETS } from './canary/secrets.ts'
import { compareOnServer } from './compare-on-server.ts'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'
import { startSeaweed } from './servers/start-seaweed.ts'

compareOnServer(
  {
    name: 'a server with artifacts on S3',
    async start(python, folder) {
      const seaweed = await startSeaweed({
        python,
        folder: join(folder, 'seaweed'),
        accessKey: 'canary',
        secretKey: SECRETS.s3SecretKey,
        bucket: 'bucket',
      })
      const { environment } = seaweed
      const artifactsDestination = 's3://bucket/root'
      const { uri, stop } = await startMlflowServer({ python, folder, artifactsDestination, environment })
      return {
        trackingUri: uri,
        environment: {},
        async close() {
          await Promise.all([stop(), seaweed.stop()])
        },
      }
    },
    accesses: {
      async 'without signed URLs'({ trackingUri }) {
        return { trackingUri, environment: { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false' } }
      },
    },
  },
  (compared) => {
    test.each(['true', 'false'])(
      'a .tar.gz arrives as it was logged (decoded-bodies), signed URLs %s',
      async (signed) => {
        const { folder, recorded, environment } = compared()
        const bytes = gzipSync('packed')
        const local_path = join(folder, 'packed.tar.gz')
        await writeFile(local_path, bytes)
        const worker = new PythonWorker(pythonExecutable() ?? '', environment())
        await worker.call('client.log_artifact', {
          run_id: recorded.emptyRunId,
          local_path,
          artifact_path: 'packed',
        })
        await worker.close()
        const path = await downloadArtifacts(`runs:/${recorded.emptyRunId}/packed/packed.tar.gz`, {
          environment: environment({ MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: signed }),
        })
        expect(await readFile(path)).toEqual(bytes)
      },
    )
  },
)
