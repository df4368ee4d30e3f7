import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type DownloadProgress, downloadArtifacts, listArtifacts } from 'mlflow-artifacts'
import { describe, expect, test } from 'vitest'
import { attempt } from './answer.ts'
import { SECRETS } from './canary/secrets.ts'
import { compareOnServer } from './compare-on-server.ts'
import { pythonExecutable } from './python-executable.ts'
import { PythonWorker } from './python-worker.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'
import { startSeaweed } from './servers/start-seaweed.ts'

compareOnServer(
  {
    name: 'a server that leaves artifacts on S3 to its clients',
    servesArtifacts: false,
    objectStore: true,
    async start(python, folder) {
      const seaweed = await startSeaweed({
        python,
        folder: join(folder, 'seaweed'),
        accessKey: 'canary',
        secretKey: SECRETS.s3SecretKey,
        bucket: 'bucket',
      })
      const { uri, stop } = await startMlflowServer({
        python,
        folder,
        serveArtifacts: false,
        artifactsDestination: 's3://bucket/root',
      })
      return {
        trackingUri: uri,
        environment: seaweed.environment,
        async close() {
          await Promise.all([stop(), seaweed.stop()])
        },
      }
    },
  },
  (compared) => {
    async function log(name: string, bytes: Uint8Array): Promise<string> {
      const { folder, recorded, environment } = compared()
      const local_path = join(folder, name)
      await writeFile(local_path, bytes)
      const worker = new PythonWorker(pythonExecutable() ?? '', environment())
      await worker.call('client.log_artifact', {
        run_id: recorded.emptyRunId,
        local_path,
        artifact_path: 'more',
      })
      await worker.close()
      return `runs:/${recorded.emptyRunId}/more/${name}`
    }

    test.each([
      ['packed.tar.gz', gzipSync('packed')],
      ['in parts.bin', randomBytes(20 * 2 ** 20 + 7)],
    ])('%s arrives as it was logged, and is verified by the checksum of its upload', async (name, bytes) => {
      const uri = await log(name, bytes)
      const seen: DownloadProgress[] = []
      const onProgress = (progress: DownloadProgress): void => void seen.push(progress)
      const path = await downloadArtifacts(uri, { environment: compared().environment(), onProgress })
      expect(await readFile(path)).toEqual(bytes)
      expect(seen.at(-1)?.finished.map(({ verified }) => verified)).toEqual(['checksum'])
    })

    describe('what the store refuses is told as Python tells it', () => {
      test.each([
        ['AWS_SECRET_ACCESS_KEY', 'wrong', 'UNAUTHENTICATED'],
        ['AWS_ACCESS_KEY_ID', 'nobody', 'UNAUTHENTICATED'],
      ])('%s=%s', async (variable, value, code) => {
        const { recorded, environment } = compared()
        const wrong = environment({ [variable]: value })
        const source = { run_id: recorded.runId, artifact_path: 'data' }
        const worker = new PythonWorker(pythonExecutable() ?? '', wrong)
        const pythons = await attempt(() => worker.call('mlflow.artifacts.list_artifacts', source))
        await worker.close()
        const ours = await attempt(() =>
          listArtifacts(`runs:/${recorded.runId}/data`, { environment: wrong }),
        )
        expect(pythons).toMatchObject({ code })
        expect(ours).toEqual(pythons)
        await expect(
          listArtifacts(`runs:/${recorded.runId}/data`, { environment: wrong }),
        ).rejects.toMatchObject({
          hint: expect.stringContaining(variable),
        })
      })

      test('a bucket that does not exist', async () => {
        const worker = new PythonWorker(pythonExecutable() ?? '', compared().environment())
        const artifact_uri = 's3://no-such-bucket/path'
        const pythons = await attempt(() => worker.call('mlflow.artifacts.list_artifacts', { artifact_uri }))
        await worker.close()
        const environment = compared().environment()
        expect(pythons).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
        expect(await attempt(() => listArtifacts(artifact_uri, { environment }))).toEqual(pythons)
      })
    })
  },
)
