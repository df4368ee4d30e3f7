import type { FaultServer } from '@mlflow-artifacts/testing/fault-server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { atGoogle, startGcs, testRepository } from '../../test/start-gcs.ts'
import { startTokens, type TokenServer, temporaryFolder } from '../../test/start-tokens.ts'
import { stubNoAccount } from '../../test/stub-no-account.ts'

let server: FaultServer

beforeEach(async () => {
  stubNoAccount(await temporaryFolder())
  server = await startGcs({ 'run/a.txt': 'a' })
})
afterEach(() => vi.unstubAllEnvs())

function machine(metadata: TokenServer, variables: Readonly<Record<string, string>>) {
  const environment = { ...atGoogle(server).environment, GCE_METADATA_HOST: metadata.url, ...variables }
  return testRepository(server, { environment })
}

/** A metadata server whose first answers say that it is busy. */
async function startBusy(answers: number): Promise<TokenServer> {
  const metadata = await startTokens()
  metadata.instead = (_request, response) => {
    if (metadata.asked.length > answers) return false
    response.writeHead(503, { 'metadata-flavor': 'Google' }).end()
    return true
  }
  return metadata
}

describe('a metadata server is not asked again after the call was given up', () => {
  test('in the pause between two requests', async () => {
    const present = { METADATA_SERVER_DETECTION: 'assume-present' }
    const metadata = await startBusy(9)
    const reason = new Error('enough')
    const controller = new AbortController()
    const opened = machine(metadata, present).open('a.txt', { signal: controller.signal })
    await vi.waitUntil(() => metadata.asked.length === 1)
    controller.abort(reason)
    await expect(opened).rejects.toBe(reason)
    // It pauses as well, and longer.
    expect(await textOf(await machine(await startBusy(2), present).open('a.txt'))).toBe('a')
    expect(metadata.asked).toHaveLength(1)
  })

  test('while it was looked for', async () => {
    const metadata = await startTokens()
    metadata.instead = () => metadata.asked.length === 1
    const look = { METADATA_SERVER_DETECTION: 'ping-only', DETECT_GCP_RETRIES: '5' }
    const reason = new Error('enough')
    const controller = new AbortController()
    const opened = machine(metadata, look).open('a.txt', { signal: controller.signal })
    await vi.waitUntil(() => metadata.asked.length === 1)
    controller.abort(reason)
    await expect(opened).rejects.toBe(reason)
    expect(await textOf(await machine(await startBusy(2), look).open('a.txt'))).toBe('a')
    expect(metadata.asked).toHaveLength(1)
  })
})

describe('DETECT_GCP_RETRIES', () => {
  test.each(['-1', '-Infinity', 'often'])('of %s is none', async (retries) => {
    const metadata = await startTokens()
    const look = { METADATA_SERVER_DETECTION: 'ping-only', DETECT_GCP_RETRIES: retries }
    await machine(metadata, look).open('a.txt')
    expect(server.requests[0]?.headers.authorization).toBe('Bearer canary-token-1')
  })

  test('without an end has one', async () => {
    const metadata = await startTokens()
    metadata.instead = (_request, response) => {
      response.destroy()
      return true
    }
    const look = { METADATA_SERVER_DETECTION: 'ping-only', DETECT_GCP_RETRIES: 'Infinity' }
    await machine(metadata, look).open('a.txt')
    expect(metadata.asked.length).toBeLessThanOrEqual(40)
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })
})
