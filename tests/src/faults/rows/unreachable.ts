import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createHttpClient, type HttpSettings } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'
import { bytesFile, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { createArtifacts } from 'mlflow-artifacts/compose'
import { storeBackends, storeVariables } from '../store-backends.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'

const LATEST_MS = 2_000
const CONNECT_MS = 1_000
const CERTIFICATES = ['expired', 'self-signed', 'other-name'] as const

/** What is downloaded from an origin. */
type SourceAt = (origin: string) => string

/** A server that cannot be reached is a typed error, soon, that says what to look at. */
export const unreachableRow: MatrixRow = {
  name: '14 no name, refused, bad certificate',
  trials: {
    PL: (seed) => trial(seed, () => 'mlflow-artifacts:/f'),
    GC: (seed) => trial(seed, () => 'gs://bucket/f'),
    S3: (seed) => trial(seed, () => 's3://bucket/f'),
    HT: (seed) => trial(seed, (origin) => `${origin}/files/f`),
  },
  whole: 20,
  sample: 6,
}

async function trial(seed: number, sourceAt: SourceAt): Promise<TrialResult> {
  const certificate = CERTIFICATES[seed % 5]
  if (certificate !== undefined) {
    const pem = certificatePem(certificate)
    const server = await startFaultServer({ files: [['f', bytesFile('x')]], tls: { cert: pem, key: pem } })
    const ca = certificatePem('ca')
    try {
      return await expectFailure(
        server.origin,
        sourceAt,
        { tls: { ca } },
        /MLFLOW_TRACKING_SERVER_CERT_PATH|REQUESTS_CA_BUNDLE|certificate/,
      )
    } finally {
      await server.close()
    }
  }
  if (seed % 5 === 3) return await expectFailure('http://no-such-host.invalid', sourceAt, {}, /address/)
  const server = await startFaultServer({ files: [] })
  await server.close()
  return await expectFailure(server.origin, sourceAt, {}, /address/)
}

async function expectFailure(
  origin: string,
  sourceAt: SourceAt,
  settings: HttpSettings,
  hint: RegExp,
): Promise<TrialResult> {
  const environment = { HOME: '/nonexistent', ...storeVariables(origin) }
  const http = createHttpClient({
    environment,
    trackingUri: origin,
    settings: {
      retries: { max: 1, backoffFactor: 0, jitter: 0 },
      timeouts: { connectMs: CONNECT_MS },
      ...settings,
    },
  })
  const started = performance.now()
  try {
    await createArtifacts({
      trackingUri: origin,
      environment,
      http,
      backends: storeBackends(),
    }).downloadArtifacts(sourceAt(origin), {
      attempts: 2,
      retryBaseMs: 1,
    })
  } catch (error) {
    if (!MlflowError.isInstance(error)) throw new Error('An error without a type', { cause: error })
    const tookMs = performance.now() - started
    if (tookMs > LATEST_MS) throw new Error(`It took ${Math.round(tookMs)} ms`)
    if (!hint.test(error.hint ?? ''))
      throw new Error(`The hint is of no use: ${error.hint}`, { cause: error })
    return { outcome: 'refused' }
  } finally {
    await http.close()
  }
  throw new Error('It succeeded without a server')
}

function certificatePem(name: string): string {
  const url = new URL(`../../../../packages/http-client/test/fixtures/${name}.pem`, import.meta.url)
  return readFileSync(fileURLToPath(url), 'utf8')
}
