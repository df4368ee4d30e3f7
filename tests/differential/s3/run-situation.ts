import { mkdir, mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesFile, type FaultServer, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { listArtifacts, loadText } from 'mlflow-artifacts'
import {
  type AwsServices,
  type ServiceFaults,
  startAwsServices,
} from '../../src/servers/aws/start-aws-services.ts'
import { cleanEnvironment } from '../../src/servers/clean-environment.ts'
import { writeFiles } from '../../src/write-files.ts'
import type { PythonCaller } from './python-caller.ts'
import type { Places, Situation } from './situation.ts'

/** What became of a call: who signed it and what it gave, or why it failed. */
interface Outcome {
  /** The access key and the region; `undefined` where it failed. */
  readonly signed: string | undefined
  readonly value: unknown
  readonly message: string
}

/** What both sides make of a situation; `python` is `undefined` where it is not installed. */
export interface Compared {
  readonly ours: Outcome
  readonly python: Outcome | undefined
}

/** Makes the same call on both sides. */
export async function runSituation(
  situation: Situation,
  folder: string,
  python: PythonCaller | undefined,
): Promise<Compared> {
  const home = await mkdtemp(join(folder, 'home-'))
  await mkdir(join(home, 'downloads'))
  const objects = Object.entries({ 'root/a': {}, ...situation.objects })
  const files = objects.map(([key, options]) => [key, bytesFile('content', options)] as const)
  const [aws, s3] = await Promise.all([startAwsServices(), startFaultServer({ files })])
  try {
    const places = { aws: aws.origin, s3: `${s3.origin}/s3`, home }
    const environment = await variablesOf(situation, places)
    const set = (): void => prepare(situation, s3, aws)
    const ours = await outcome(s3, set, () => ourCall(situation, environment))
    if (python === undefined) return { ours, python }
    const theirs = await outcome(s3, set, () => pythonCall(situation, environment, python, home))
    return { ours, python: theirs }
  } finally {
    await Promise.all([aws.close(), s3.close()])
  }
}

async function variablesOf(
  { variables, config, credentials, files = {} }: Situation,
  places: Places,
): Promise<Record<string, string | undefined>> {
  const { home, s3 } = places
  await writeFiles(home, {
    '.aws/config': config?.(places) ?? '',
    '.aws/credentials': credentials ?? '',
    ...files,
  })
  return cleanEnvironment(home, {
    MLFLOW_TRACKING_URI: `sqlite:///${home}/none.db`,
    MLFLOW_S3_ENDPOINT_URL: s3,
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    ...variables?.(places),
  })
}

function prepare({ store, services = {} }: Situation, s3: FaultServer, aws: AwsServices): void {
  s3.faults = store?.() ?? (() => undefined)
  const entries = Object.entries(services).map(([name, faults]) => [name, [...faults]] as const)
  const faults: ServiceFaults = Object.fromEntries(entries)
  aws.faults = faults
}

async function outcome(s3: FaultServer, set: () => void, call: () => Promise<unknown>): Promise<Outcome> {
  set()
  const before = s3.requests.length
  try {
    const value = await call()
    const { authorization = '' } = s3.requests.slice(before).at(-1)?.headers ?? {}
    const [, key, region] = /Credential=(\w+)\/\d+\/([\w-]+)\/s3\//.exec(authorization) ?? []
    return { signed: `${key} ${region}`, value, message: '' }
  } catch (error) {
    return { signed: undefined, value: undefined, message: error instanceof Error ? error.message : '' }
  }
}

/** As a process of its own, whose variables the SDK reads, too. */
async function ourCall(
  { lists = false }: Situation,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<unknown> {
  const before = process.env
  process.env = { ...environment }
  try {
    if (!lists) return await loadText('s3://bucket/root/a', { environment })
    return (await listArtifacts('s3://bucket/root', { environment })).map(({ path }) => path)
  } finally {
    process.env = before
  }
}

async function pythonCall(
  { lists = false }: Situation,
  environment: Readonly<Record<string, string | undefined>>,
  python: PythonCaller,
  home: string,
): Promise<unknown> {
  const answer = await python.call({
    variables: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
    function: lists ? 'list_artifacts' : 'download_artifacts',
    arguments: lists
      ? { artifact_uri: 's3://bucket/root' }
      : { artifact_uri: 's3://bucket/root/a', dst_path: join(home, 'downloads') },
  })
  if ('message' in answer) throw new Error(answer.message)
  return lists ? answer.value : await readFile(String(answer.value), 'utf8')
}
