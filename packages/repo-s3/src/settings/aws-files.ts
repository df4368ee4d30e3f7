import { readFile } from 'node:fs/promises'
import { devNull, homedir } from 'node:os'
import { join } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { readIni, type Section } from './read-ini.ts'
import type { Environment } from './s3-settings.ts'

/** Where nothing is, on every system. */
const NOWHERE = join(devNull, 'home')

/** The files `~/.aws/config` and `~/.aws/credentials`, as they are at the moment. */
export interface AwsFiles {
  /** What both say of each profile; the credentials go first. */
  readonly profiles: ReadonlyMap<string, Section>
  /** The sections `services` of the configuration. */
  readonly services: ReadonlyMap<string, Section>
  /** The sections `sso-session` of the configuration. */
  readonly ssoSessions: ReadonlyMap<string, Section>
  /** The paths of the files, for people, with what is wrong with them. */
  readonly places: readonly string[]
}

/** A variable of the call, or else of the process, where the SDK reads its own. */
export function variable(environment: Environment, name: string): string | undefined {
  return environment[name] || process.env[name] || undefined
}

/** Reads the files anew: credentials in them are replaced while programs run. One that is missing says nothing. */
export async function readAwsFiles(environment: Environment): Promise<AwsFiles> {
  const files = await Promise.all([
    read(environment, 'AWS_CONFIG_FILE', 'config'),
    read(environment, 'AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  ])
  const [{ sections: config }, { sections: credentials }] = files
  const profiles = named(config, 'profile')
  const preset = config.get('default')
  if (preset !== undefined) profiles.set('default', preset)
  for (const [name, section] of credentials) profiles.set(name, { ...profiles.get(name), ...section })
  const places = files.map(({ place }) => place)
  return { profiles, services: named(config, 'services'), ssoSessions: named(config, 'sso-session'), places }
}

/**
 * The profile of that name.
 *
 * @param name - `undefined`: `default`, which need not be there
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where there is no such profile, as in boto, whatever else there is
 */
export function profileOf({ profiles, places }: AwsFiles, name: string | undefined): Section {
  const profile = profiles.get(name ?? 'default')
  if (profile !== undefined || name === undefined) return profile ?? {}
  throw new MlflowError(`The AWS profile '${name}' could not be found`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `Correct AWS_PROFILE (or AWS_DEFAULT_PROFILE), or unset it: the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name have no such profile: ${places.join(' and ')}.`,
  })
}

async function read(
  environment: Environment,
  name: string,
  file: string,
): Promise<{ readonly sections: Map<string, Section>; readonly place: string }> {
  const path = awsFile(environment, name, file)
  try {
    return { sections: readIni(await readFile(path, 'utf8')), place: path }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'malformed'
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR'
    return {
      sections: new Map(),
      place: `${path} (${isMissing ? 'which is not there' : `which cannot be read: ${code}`})`,
    }
  }
}

/**
 * The path of one of the files, which need not be there.
 *
 * @param name - the variable that names it
 * @param file - its name in `~/.aws`
 */
export function awsFile(environment: Environment, name: string, file: string): string {
  const path = variable(environment, name) ?? join('~', '.aws', file)
  return path.replace(/^~(?=\/|\\|$)/, homeOf(environment) ?? NOWHERE)
}

/** `undefined` where a container gives this user no home. */
function homeOf(environment: Environment): string | undefined {
  try {
    return environment.HOME || homedir()
  } catch {
    return undefined
  }
}

/** The sections `[kind name]`; a name with spaces is in quotes. */
function named(sections: ReadonlyMap<string, Section>, kind: string): Map<string, Section> {
  const found = new Map<string, Section>()
  for (const [title, section] of sections) {
    const [, first, quoted, single, plain] =
      /^(\S+)\s+(?:"([^"]*)"|'([^']*)'|(\S+))$/.exec(title.trim()) ?? []
    const name = quoted ?? single ?? plain
    if (first === kind && name !== undefined) found.set(name, section)
  }
  return found
}
