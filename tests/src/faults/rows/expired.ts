import { S3Client } from '@aws-sdk/client-s3'
import { gcs } from '@mlflow-artifacts/repo-gcs'
import { s3 } from '@mlflow-artifacts/repo-s3'
import { refusal, s3Refusal } from '@mlflow-artifacts/testing/fault-server'
import { PART } from '../arena.ts'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

/** A presigned URL or a token that expires in the middle is renewed, and nothing is fetched twice. */
export const expiredRow: MatrixRow = {
  name: '13 expired in the middle',
  trials: {
    ...onBackends(['PS'], async (arena) => {
      const { random, server, file } = arena
      const at = random.integer(1, file.size - 1)
      arena.dataFaults = (_request, index) => ({
        ...(index === 0 && { when: { sent: at, run: () => server.expireUrls() }, cut: { at, how: 'fin' } }),
      })
      const result = await arena.attempt({ connectionsPerFile: random.integer(1, 4) })
      if (result.outcome !== 'right') throw new Error('The URL was not renewed', { cause: arena.error })
      const asked = server.requests.filter(({ kind }) => kind === 'presigned-url').length
      if (asked > 6) throw new Error(`${asked} URLs were asked for`)
      return result
    }),
    ...onBackends(['S3'], async (arena) => {
      const { random, server, file } = arena
      const at = random.integer(1, file.size - 1)
      let token = 'first'
      let renewed = 0
      server.faults = (request) => {
        if (request.headers['x-amz-security-token'] !== token) return s3Refusal(400, 'ExpiredToken')
        if (!arena.isData(request) || token !== 'first') return undefined
        return { when: { sent: at, run: () => (token = 'second') }, cut: { at, how: 'fin' } }
      }
      const client = new S3Client({
        region: 'us-east-1',
        endpoint: `${server.origin}/s3`,
        forcePathStyle: true,
        credentials: async () => {
          renewed += 1
          return { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: token }
        },
      })
      const result = await arena.attempt({ connectionsPerFile: 1, backends: [s3({ client })] })
      if (result.outcome !== 'right') throw new Error('The token was not renewed', { cause: arena.error })
      if (renewed > 2) throw new Error(`The token was asked for ${renewed} times`)
      if (arena.sent > file.size + 3 * PART) throw new Error(`${arena.sent} bytes were sent for ${file.size}`)
      client.destroy()
      return result
    }),
    ...onBackends(['PL'], async (arena) => {
      const { random, server, file } = arena
      const at = random.integer(1, file.size - 1)
      let token = 0
      let renewed = 0
      server.faults = (request) => {
        if (request.headers.authorization !== `Bearer ${token}`) return refusal(401)
        const isFirst = arena.isData(request) && request.sent === 0 && token === 0
        if (!isFirst) return undefined
        return { when: { sent: at, run: () => (token = 1) }, cut: { at, how: 'fin' } }
      }
      let known = 0
      const auth = ({ refresh }: { refresh: boolean }): Record<string, string> => {
        if (refresh) {
          known = token
          renewed += 1
        }
        return { authorization: `Bearer ${known}` }
      }
      const result = await arena.attempt({ connectionsPerFile: 1 }, [file], { auth })
      if (result.outcome !== 'right') throw new Error('The token was not renewed', { cause: arena.error })
      if (renewed > 2) throw new Error(`The token was renewed ${renewed} times`)
      if (arena.sent > file.size + 3 * PART) throw new Error(`${arena.sent} bytes were sent for ${file.size}`)
      return result
    }),
    ...onBackends(['GC'], async (arena) => {
      const { random, server, file } = arena
      const at = random.integer(1, file.size - 1)
      let token = 0
      let known = 0
      let renewed = 0
      server.faults = (request) => {
        if (request.headers.authorization !== `Bearer ${token}`) return refusal(401)
        if (!arena.isData(request) || token > 0) return undefined
        return { when: { sent: at, run: () => (token = 1) }, cut: { at, how: 'fin' } }
      }
      const client = {
        credentials: {},
        getRequestHeaders: async () => new Headers({ authorization: `Bearer ${known}` }),
        setCredentials() {
          known = token
          renewed += 1
        },
      }
      const storage = {
        apiEndpoint: server.origin,
        customEndpoint: true,
        useAuthWithCustomEndpoint: true,
        authClient: { getClient: async () => client },
      }
      const result = await arena.attempt({ connectionsPerFile: 1, backends: [gcs({ storage })] })
      if (result.outcome !== 'right') throw new Error('The token was not renewed', { cause: arena.error })
      if (renewed > 1) throw new Error(`The token was renewed ${renewed} times`)
      if (arena.sent > file.size + 3 * PART) throw new Error(`${arena.sent} bytes were sent for ${file.size}`)
      return result
    }),
  },
  whole: 200,
  sample: 20,
}
