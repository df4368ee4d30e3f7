import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadArtifacts, listArtifacts } from 'mlflow-artifacts'
import { describe, expect, test } from 'vitest'
import { attempt } from './answer.ts'
import { SECRETS } from './canary/secrets.ts'
import { compareOnServer } from './compare-on-server.ts'
import { runCommand } from './run-command.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'

const OTHER_USER = { username: 'canary-other', password: SECRETS.otherPassword }

compareOnServer(
  {
    name: 'a server with basic auth',
    async start(python, folder) {
      const basicAuth = { username: 'canary', password: SECRETS.password }
      const { uri, stop } = await startMlflowServer({ python, folder, basicAuth })
      return {
        trackingUri: uri,
        environment: {
          MLFLOW_TRACKING_USERNAME: basicAuth.username,
          MLFLOW_TRACKING_PASSWORD: basicAuth.password,
        },
        artifactFolder: join(folder, 'artifacts'),
        close: stop,
      }
    },
  },
  (compared) => {
    /** A user with the permission to nothing. */
    async function createUser(): Promise<void> {
      const { trackingUri } = compared().server
      const { status } = await fetch(`${trackingUri}/api/2.0/mlflow/users/create`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${btoa(`canary:${SECRETS.password}`)}`,
        },
        body: JSON.stringify(OTHER_USER),
      })
      expect([200, 400]).toContain(status)
    }

    const REFUSED = [
      {
        who: 'a wrong password',
        variables: { MLFLOW_TRACKING_PASSWORD: SECRETS.wrongPassword },
        code: 'UNAUTHENTICATED',
      },
      {
        who: 'no password',
        variables: { MLFLOW_TRACKING_USERNAME: '', MLFLOW_TRACKING_PASSWORD: '' },
        code: 'UNAUTHENTICATED',
      },
      {
        who: 'a user without the permission',
        variables: {
          MLFLOW_TRACKING_USERNAME: OTHER_USER.username,
          MLFLOW_TRACKING_PASSWORD: OTHER_USER.password,
        },
        code: 'PERMISSION_DENIED',
      },
    ] as const

    describe.each(REFUSED)('$who', ({ variables, code }) => {
      test.each(['runs:/{run}/data', 'models:/registered/1', '{artifacts}/data'])('%s', async (template) => {
        await createUser()
        const { folder, recorded, environment } = compared()
        const source = template.replace('{run}', recorded.runId).replace('{artifacts}', recorded.artifacts)
        const dstPath = join(folder, 'refused')
        const options = { environment: environment(variables) }
        expect(await attempt(() => listArtifacts(source, options))).toMatchObject({ code })
        expect(await attempt(() => downloadArtifacts(source, { ...options, dstPath }))).toMatchObject({
          code,
        })
        expect(await readdir(dstPath).catch(() => [])).toEqual([])

        const command = await runCommand(['--verbose', 'list', source], environment(variables))
        expect(command).toMatchObject({ code: 3, stdout: '' })
      })
    })

    test.each(['{user}:{password}@', '{user}@'])('user and password in the URI: %s', async (template) => {
      const { recorded, server, environment } = compared()
      const userInfo = template
        .replace('{user}', 'canary')
        .replace('{password}', encodeURIComponent(SECRETS.password))
      const trackingUri = server.trackingUri.replace('//', `//${userInfo}`)
      const variables = { MLFLOW_TRACKING_USERNAME: '', MLFLOW_TRACKING_PASSWORD: '' }
      const command = await runCommand(
        ['--verbose', '--tracking-uri', trackingUri, 'list', `runs:/${recorded.runId}/data`],
        environment({ ...variables, MLFLOW_TRACKING_URI: trackingUri }),
      )
      expect(command.code).toBe(template.includes('{password}') ? 0 : 3)
    })
  },
)
