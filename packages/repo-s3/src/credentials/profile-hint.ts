import { basename } from 'node:path'
import type { AwsFiles } from '../settings/aws-files.ts'
import type { Section } from '../settings/read-ini.ts'

/** How a profile comes to credentials, one sentence for each step, so that whoever reads them sees which one failed. */
export function profileHint({ profiles, places }: AwsFiles, name = 'default'): string {
  const steps: string[] = []
  const seen = new Set<string>()
  let current: string | undefined = name
  while (current !== undefined && !seen.has(current)) {
    seen.add(current)
    const profile: Section | undefined = profiles.get(current)
    if (profile === undefined) {
      steps.push(`There is no profile '${current}'.`)
      break
    }
    const step = stepOf(current, profile)
    if (step !== undefined) steps.push(step)
    current = said(profile, 'role_arn') && said(profile, 'source_profile')
  }
  return [...steps, `The profiles are in ${places.join(' and ')}.`, 'S3 itself was not asked.'].join(' ')
}

function stepOf(name: string, profile: Section): string | undefined {
  const role = said(profile, 'role_arn')
  const source = said(profile, 'source_profile')
  const provider = said(profile, 'credential_source')
  const process = said(profile, 'credential_process')
  if (role !== undefined) {
    const by = source === undefined ? `from ${provider}` : `of the profile '${source}'`
    return `The profile '${name}' takes the role ${role} with the credentials ${by}: the role has to trust them.`
  }
  if (hasSome(profile, ['sso_session', 'sso_start_url']))
    return `The profile '${name}' needs a login: aws sso login --profile ${name}.`
  if (hasSome(profile, ['login_session']))
    return `The profile '${name}' needs a login: aws login --profile ${name}.`
  // What follows the name of the program may be a secret.
  return process === undefined
    ? undefined
    : `The profile '${name}' runs the program ${programOf(process)} (credential_process): see what it says when it is run by itself.`
}

function programOf(command: string): string {
  const [, quoted, plain = ''] = /^\s*(?:"([^"]*)"|(\S+))/.exec(command) ?? []
  return basename(quoted ?? plain)
}

function said(profile: Section, option: string): string | undefined {
  const value = profile[option]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function hasSome(profile: Section, names: readonly string[]): boolean {
  return names.some((name) => said(profile, name) !== undefined)
}
