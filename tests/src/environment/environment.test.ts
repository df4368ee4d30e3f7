import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesFile, type FaultServer, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { downloadArtifacts, listArtifacts } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attempt } from '../answer.ts'
import { pythonExecutable } from '../python-executable.ts'
import { makeCertificates } from '../servers/certificates.ts'
import { cleanEnvironment } from '../servers/clean-environment.ts'
import { writeFiles } from '../write-files.ts'
import { askPython, type PythonCall } from './ask-python.ts'
import { CASES, type EnvironmentCase, fromStore, HOME_FILES, headersOf, MALFORMED } from './cases.ts'

const python = pythonExecutable()
const ARTIFACT = 'mlflow-artifacts:/run/notes.txt'
const RUN = 'mlflow-artifacts:/run'

/** What one side gave, and what its server saw. */
interface Side {
  readonly message: string | undefined
  readonly seen: unknown
}

describe.skipIf(python === undefined)('the environment, beside Python', () => {
  let home: string
  let serve: (compared: EnvironmentCase) => Promise<FaultServer>
  const sides = new Map<EnvironmentCase, { readonly pythons: Side; readonly ours: Side }>()

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'environment-'))
    await writeFiles(home, HOME_FILES)
    const cases = [...CASES, ...MALFORMED]
    const { server: certificate } = await makeCertificates(home)
    serve = ({ fault, tls = false }) => {
      const files = [['run/notes.txt', bytesFile('a note')]] as const
      return startFaultServer({
        files,
        mode: 'presigned',
        faults: () => fault,
        ...(tls && { tls: certificate }),
      })
    }
    const servers = await Promise.all(cases.map(serve))
    const calls = cases.map((compared, index) => callOf(compared, servers[index]))
    const outcomes = await askPython(python ?? '', home, calls)
    for (const [index, compared] of cases.entries()) {
      const outcome = outcomes[index]
      const message = outcome !== undefined && 'message' in outcome ? outcome.message : undefined
      const pythons = {
        message: message?.replaceAll(servers[index]?.origin ?? '', '{server}'),
        seen: await close(compared, servers[index]),
      }
      sides.set(compared, { pythons, ours: await askUs(compared) })
    }
  })
  afterAll(() => rm(home, { recursive: true }))

  test.each(CASES.map((compared) => ({ compared, name: nameOf(compared) })))(
    'does the same with $name',
    ({ compared }) => {
      const { pythons, ours } = sides.get(compared) ?? {}
      expect(ours?.seen).toEqual(pythons?.seen)
      expect(ours?.message === undefined).toBe(pythons?.message === undefined)
    },
  )

  // Python tries to reach such a store for minutes.
  test('MLFLOW_TRACKING_INSECURE_TLS says nothing of the store', async () => {
    const variables = { MLFLOW_TRACKING_INSECURE_TLS: 'True', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' }
    const { message, seen } = await askUs({ variables, operation: 'download', tls: true, seen: fromStore })
    expect(message).toContain('certificate')
    expect(seen).toBe(false)
  })

  test.each(MALFORMED.map((compared) => ({ compared, name: nameOf(compared) })))(
    'is refused in the same words with $name',
    ({ compared }) => {
      const { pythons, ours } = sides.get(compared) ?? {}
      expect(ours?.message).toBeDefined()
      // Python reads a few variables where it already speaks of a request.
      expect(pythons?.message).toContain(ours?.message)
    },
  )

  function variablesOf(
    { variables, userinfo = '' }: EnvironmentCase,
    origin: string,
  ): Record<string, string> {
    const filled = Object.entries(variables).map(([name, value]) => [name, value.replace('{home}', home)])
    return { MLFLOW_TRACKING_URI: origin.replace('://', `://${userinfo}`), ...Object.fromEntries(filled) }
  }

  function callOf(compared: EnvironmentCase, server: FaultServer | undefined): PythonCall {
    const variables = variablesOf(compared, server?.origin ?? '')
    return compared.operation === 'download'
      ? { variables, function: 'download_artifacts', arguments: { artifact_uri: ARTIFACT } }
      : { variables, function: 'list_artifacts', arguments: { artifact_uri: RUN } }
  }

  async function askUs(compared: EnvironmentCase): Promise<Side> {
    const server = await serve(compared)
    const environment = cleanEnvironment(home, variablesOf(compared, server.origin))
    const answer = await attempt<unknown>(() =>
      compared.operation === 'download'
        ? downloadArtifacts(ARTIFACT, { environment, dstPath: join(home, 'destination') })
        : listArtifacts(RUN, { environment }),
    )
    const message = 'code' in answer ? answer.message.replaceAll(server.origin, '{server}') : undefined
    return { message, seen: await close(compared, server) }
  }
})

async function close(
  { seen = headersOf }: EnvironmentCase,
  server: FaultServer | undefined,
): Promise<unknown> {
  const facts = server === undefined ? undefined : seen(server)
  await server?.close()
  return facts
}

function nameOf({ variables, userinfo, operation = 'list' }: EnvironmentCase): string {
  const values = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  return [operation, ...values, ...(userinfo === undefined ? [] : ['a login in the URI'])].join(' ')
}
