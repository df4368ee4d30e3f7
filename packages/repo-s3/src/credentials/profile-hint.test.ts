import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, pathsOf } from '../../test/collect.ts'
import { startStore } from '../../test/start-store.ts'

const CONFIG = `
[profile process]
credential_process = /opt/bin/vault-helper --password c4n4ry-password
[profile script]
credential_process = /bin/sh -c "echo the vault is sealed >&2; exit 3"
[profile role]
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = script
[profile lost]
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = gone
[profile machine]
role_arn = arn:aws:iam::123456789012:role/reader
credential_source = Environment
[profile loop]
role_arn = arn:aws:iam::123456789012:role/one
source_profile = loop-2
[profile loop-2]
role_arn = arn:aws:iam::123456789012:role/two
source_profile = loop
[profile sso]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Reader
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profiles-'))
  await writeFile(join(folder, 'config'), CONFIG)
})
afterAll(() => rm(folder, { recursive: true }))

async function failureWith(profile: string | undefined, more: Record<string, string> = {}) {
  const { repository } = await startStore({})
  const environment = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_PROFILE: profile,
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  }
  return await failureOf(pathsOf(repository({ environment }).list('')))
}

const ROLE = 'takes the role arn:aws:iam::123456789012:role/reader with the credentials'

describe('credentials that a profile does not give name what failed', () => {
  test.each<[string, RegExp, readonly string[]]>([
    [
      'process',
      /its credential_process failed: .*vault-helper/s,
      ["'process' runs the program vault-helper"],
    ],
    ['script', /failed: the vault is sealed$/, ["'script' runs the program sh"]],
    [
      'role',
      /failed: the vault is sealed$/,
      [`'role' ${ROLE} of the profile 'script'`, "'script' runs the program sh"],
    ],
    ['lost', /gone/, [`'lost' ${ROLE} of the profile 'gone'`, "There is no profile 'gone'."]],
    ['machine', /environment variable/, [`'machine' ${ROLE} from Environment`]],
    ['loop', /cycle/, ["credentials of the profile 'loop-2'", "credentials of the profile 'loop'"]],
    ['sso', /gave no credentials/, ['aws sso login --profile sso']],
  ])('%s', async (profile, message, hints) => {
    const failure = await failureWith(profile)
    expect(failure.message).toMatch(new RegExp(`^The AWS profile '${profile}' gave no credentials: `))
    expect(failure.message).toMatch(message)
    const files = `The profiles are in ${folder}/config and ${folder}/credentials (which is not there).`
    for (const hint of [...hints, files, 'S3 itself was not asked.']) expect(failure.hint).toContain(hint)
    expect(failure.message + failure.hint).not.toContain('c4n4ry')
    expect(failure.hint?.match(/takes the role/g)?.length ?? 0).toBeLessThanOrEqual(2)
  })
})

test('where there are none, all places are named that were looked at', async () => {
  expect(await failureWith(undefined)).toMatchObject({
    message: 'Unable to locate credentials for S3',
    hint: expect.stringContaining(
      `The profile 'default' has none in ${folder}/config and ${folder}/credentials`,
    ),
    cause: new Error('The metadata service of this machine gave none: AWS_EC2_METADATA_DISABLED is set'),
  })
})

test('a file that cannot be read is named, with the reason', async () => {
  const { hint } = await failureWith('role', { AWS_CONFIG_FILE: folder })
  expect(hint).toContain(`${folder} (which cannot be read: EISDIR)`)
})
