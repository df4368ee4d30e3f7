import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bytesFile,
  type FaultServer,
  type ServedFile,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { onTestFinished } from 'vitest'
import { cleanEnvironment } from './clean-environment.ts'

/** A store that speaks S3, and does wrong what it is told to. */
export interface FaultyS3 {
  readonly server: FaultServer
  /** An empty home, with room for what is downloaded. */
  readonly home: string
  /** The variables of somebody who reads the store. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Starts such a store with these objects of its bucket `bucket`, until the test ends. */
export async function startFaultyS3(
  objects: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<ServedFile> = {},
): Promise<FaultyS3> {
  const home = await mkdtemp(join(tmpdir(), 'faulty-s3-'))
  const files = Object.entries(objects).map(([key, content]) => [key, bytesFile(content, options)] as const)
  const server = await startFaultServer({ files })
  onTestFinished(async () => {
    await server.close()
    await rm(home, { recursive: true })
  })
  const environment = cleanEnvironment(home, {
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: 'us-east-1',
    MLFLOW_S3_ENDPOINT_URL: `${server.origin}/s3`,
  })
  return { server, home, environment }
}
