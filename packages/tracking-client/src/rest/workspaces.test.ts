import { describe, expect, test } from 'vitest'
import {
  contextOf,
  type ScriptedAnswer,
  type ScriptedServer,
  scriptedServer,
} from '../../test/scripted-server.ts'
import { openModelRegistry, openTrackingStore } from '../index.ts'

const SERVER_INFO = 'GET /api/3.0/mlflow/server-info'
const SERVER_FEATURES = 'GET /api/3.0/mlflow/server-features'
const NOT_FOUND = { status: 404, contentType: 'text/html', body: '<h1>Not Found</h1>' }
const ENABLED = { body: { store_type: 'SqlStore', workspaces_enabled: true } }

/** A server whose registry knows version 3 of everything, and which says of itself what `probe` gives. */
function serverWith(probe: (line: string) => ScriptedAnswer | undefined): Promise<ScriptedServer> {
  return scriptedServer((line) =>
    line.includes('/api/3.0/') ? probe(line) : { body: { model_versions: [{ version: '3' }] } },
  )
}

function registryOf(server: ScriptedServer, workspace: string) {
  return openModelRegistry(server.uri, contextOf(server.uri, { MLFLOW_WORKSPACE: workspace }))
}

function probes(server: ScriptedServer): string[] {
  return server.requests.filter((line) => line.includes('/api/3.0/'))
}

test.each(['', ' '])('nothing is asked for the workspace %j', async (workspace) => {
  const server = await serverWith(() => ENABLED)
  expect(await registryOf(server, workspace).getLatestVersion('m', undefined)).toBe('3')
  expect(probes(server)).toEqual([])
})

test('a server with workspaces is asked once for all stores and calls of a client', async () => {
  const server = await serverWith(() => ENABLED)
  const context = contextOf(server.uri, { MLFLOW_WORKSPACE: 'team-a' })
  const registry = openModelRegistry(`${server.uri}/`, context)
  const tracking = openTrackingStore(server.uri, context)
  const query = { experimentId: '1', name: 'm', sourceRunId: 'r' }
  await Promise.all([
    registry.getLatestVersion('a', undefined),
    registry.getLatestVersion('b', undefined),
    tracking.findLoggedModel(query),
  ])
  await registry.getLatestVersion('c', undefined)
  expect(probes(server)).toEqual([SERVER_INFO])
})

test('the first servers with workspaces said so elsewhere', async () => {
  const server = await serverWith((line) => (line === SERVER_FEATURES ? ENABLED : NOT_FOUND))
  expect(await registryOf(server, 'team-a').getLatestVersion('m', undefined)).toBe('3')
  expect(probes(server)).toEqual([SERVER_INFO, SERVER_FEATURES])
})

describe('the call fails', () => {
  const cannotBeUsed = "Active workspace 'team-a' cannot be used"

  test.each<[name: string, answer: ScriptedAnswer, code: string, message: string]>([
    [
      'on a server without workspaces',
      { body: { workspaces_enabled: false } },
      'FEATURE_DISABLED',
      `${cannotBeUsed} because the remote server does not support workspaces. Restart the server with --enable-workspaces or unset the active workspace.`,
    ],
    [
      'on a server that says nothing of them',
      { body: {} },
      'FEATURE_DISABLED',
      `${cannotBeUsed} because the remote server does not support workspaces. Restart the server with --enable-workspaces or unset the active workspace.`,
    ],
    [
      'on a server that is too old, or none of MLflow',
      NOT_FOUND,
      'INVALID_PARAMETER_VALUE',
      `${cannotBeUsed}. MLflow could not determine whether the server supports workspaces, because the MLflow server-info and server-features endpoints were not found (HTTP 404). Verify that the configured MLflow URI points to the MLflow server, including any required path prefix. If the configured MLflow URI is correct, ensure that the server supports workspaces and restart it with --enable-workspaces.`,
    ],
    [
      'on a server that refuses',
      { status: 403, body: 'Permission denied' },
      'PERMISSION_DENIED',
      'Failed to query /api/3.0/mlflow/server-info: 403 Permission denied',
    ],
    [
      'on a server that does not work',
      { status: 507, body: 'full' },
      'TEMPORARILY_UNAVAILABLE',
      'Failed to query /api/3.0/mlflow/server-info: 507 full',
    ],
    [
      'on a page',
      { contentType: 'text/html', body: '<html>' },
      'INTERNAL_ERROR',
      'Failed to query /api/3.0/mlflow/server-info: Invalid JSON returned by /api/3.0/mlflow/server-info',
    ],
  ])('%s', async (_name, answer, code, message) => {
    const server = await serverWith(() => answer)
    await expect(registryOf(server, ' team-a ').getLatestVersion('m', undefined)).rejects.toMatchObject({
      code,
      message,
    })
    expect(server.requests.length).toBe(probes(server).length)
  })

  test('with the reason of the abort while the server is asked', async () => {
    const server = await serverWith(() => undefined)
    const controller = new AbortController()
    const call = registryOf(server, 'team-a').getLatestVersion('m', undefined, { signal: controller.signal })
    const outcome = Promise.allSettled([call])
    await expect.poll(() => server.requests.length).toBe(1)
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await outcome).toEqual([{ status: 'rejected', reason }])
  })
})
