import { basename, dirname } from 'node:path'
import { externalDataInterceptor } from '@smithy/core/config'
import type { AwsFiles } from '../settings/aws-files.ts'
import type { Section } from '../settings/read-ini.ts'

/**
 * Hands profiles to the SDK's providers, which read the files by rules of their own, and once for the life of a process.
 * A path that nobody else writes like this stands for what was read here; the files of others stay as they are.
 *
 * @param path - of the file, which is read where another copy of the SDK does not know of the hand-over
 * @returns the path for the providers' `configFilepath`
 */
export function handOver({ profiles, ssoSessions }: AwsFiles, path: string): string {
  const handed = `${dirname(path)}/./${basename(path)}`
  const sections = [
    ...[...profiles].map(([name, section]) => written(`profile ${sdkName(name)}`, section)),
    ...[...ssoSessions].map(([name, section]) => written(`sso-session ${sdkName(name)}`, section)),
  ]
  externalDataInterceptor.interceptFile(handed, sections.join('\n'))
  return handed
}

/** The SDK knows no names with spaces. */
export function sdkName(profile: string): string {
  return encodeURIComponent(profile)
    .replaceAll('%40', '@')
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
}

function written(title: string, section: Section): string {
  const lines = Object.entries(section).flatMap(([name, value]) => {
    if (typeof value !== 'string' || value.includes('\n')) return []
    return [`${name} = ${name === 'source_profile' || name === 'sso_session' ? sdkName(value) : value}`]
  })
  return `[${title}]\n${lines.join('\n')}\n`
}
