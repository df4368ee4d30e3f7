import { createHash } from 'node:crypto'
import { AGENT_TOKEN, WEB_TOKEN } from '../../src/servers/aws/services.ts'
import type { Places, Situation } from './situation.ts'

const NO_KEY = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
const ROLE = 'arn:aws:iam::123456789012:role/reader'
const key = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = secret\n`
const sts = ({ aws }: Places): Record<string, string> => ({ AWS_ENDPOINT_URL_STS: aws })
const web = (places: Places, more: Record<string, string | undefined> = {}) => ({
  ...NO_KEY,
  ...sts(places),
  AWS_ROLE_ARN: ROLE,
  AWS_WEB_IDENTITY_TOKEN_FILE: `${places.home}/token`,
  ...more,
})
const profile =
  (name: string, more: Record<string, string | undefined> = {}) =>
  (places: Places) => ({
    ...NO_KEY,
    ...sts(places),
    AWS_PROFILE: name,
    ...more,
  })
const container = ({ aws }: Places, more: Record<string, string | undefined> = {}) => ({
  ...NO_KEY,
  AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws}/credentials`,
  AWS_CONTAINER_AUTHORIZATION_TOKEN: AGENT_TOKEN,
  ...more,
})
const imds = ({ aws }: Places, more: Record<string, string | undefined> = {}) => ({
  ...NO_KEY,
  AWS_EC2_METADATA_DISABLED: undefined,
  AWS_EC2_METADATA_SERVICE_ENDPOINT: aws,
  ...more,
})
const token = { token: WEB_TOKEN }
const role = (more: string): string => `[profile reader]\nrole_arn = ${ROLE}\n${more}`

const ENVIRONMENT: readonly Situation[] = [
  { name: 'a key', expected: 'AKID us-east-1' },
  { name: 'a key with a token', variables: () => ({ AWS_SESSION_TOKEN: 't' }), expected: 'AKID us-east-1' },
  {
    name: 'a key with the old token',
    variables: () => ({ AWS_SECURITY_TOKEN: 't' }),
    expected: 'AKID us-east-1',
  },
  { name: 'half a key', variables: () => ({ AWS_SECRET_ACCESS_KEY: undefined }), expected: undefined },
  { name: 'nobody', variables: () => NO_KEY, expected: undefined },
  {
    name: 'nobody, unsigned',
    variables: () => ({ ...NO_KEY, MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION: 'unsigned' }),
    expected: undefined,
  },
  { name: 'a region', variables: () => ({ AWS_DEFAULT_REGION: 'eu-west-1' }), expected: 'AKID eu-west-1' },
  {
    name: 'no region',
    variables: () => ({ AWS_DEFAULT_REGION: undefined }),
    expected: 'AKID us-east-1',
  },
  {
    name: 'signature v2',
    variables: () => ({ MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION: 's3' }),
    expected: undefined,
    differs: 'boto signs by it, and AWS has refused it in new regions since 2014; it is NOT_IMPLEMENTED here',
  },
  {
    name: 'a key beside a role of the pod',
    variables: (places) => ({ ...web(places), AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' }),
    files: token,
    expected: 'AKID us-east-1',
  },
]

const WEB: readonly Situation[] = [
  { name: 'web identity', variables: (places) => web(places), files: token, expected: 'ASIAWEB us-east-1' },
  {
    name: 'web identity with AWS_DEFAULT_REGION only',
    variables: (places) => web(places, { AWS_DEFAULT_REGION: 'eu-west-1' }),
    files: token,
    expected: 'ASIAWEB eu-west-1',
  },
  {
    name: 'web identity without a region',
    variables: (places) => web(places, { AWS_DEFAULT_REGION: undefined }),
    files: token,
    expected: 'ASIAWEB us-east-1',
  },
  {
    name: 'web identity with a name of the session',
    variables: (places) => web(places, { AWS_ROLE_SESSION_NAME: 'me' }),
    files: token,
    expected: 'ASIAWEB us-east-1',
  },
  {
    name: 'web identity where AWS_ENDPOINT_URL is everything',
    variables: (places) => web(places, { AWS_ENDPOINT_URL_STS: undefined, AWS_ENDPOINT_URL: places.aws }),
    files: token,
    expected: 'ASIAWEB us-east-1',
  },
  {
    name: 'web identity whose token ends in a newline',
    variables: (places) => web(places),
    files: { token: `${WEB_TOKEN}\n` },
    expected: 'ASIAWEB us-east-1',
    differs: 'boto sends the newline, and STS refuses it',
  },
  { name: 'web identity without its file', variables: (places) => web(places), expected: undefined },
  {
    name: 'web identity with an empty file',
    variables: (places) => web(places),
    files: { token: '' },
    expected: undefined,
  },
  {
    name: 'web identity with another token',
    variables: (places) => web(places),
    files: { token: 'other' },
    expected: undefined,
  },
  {
    name: 'web identity without a role',
    variables: (places) => web(places, { AWS_ROLE_ARN: undefined }),
    files: token,
    expected: undefined,
  },
  {
    name: 'web identity that STS refuses',
    variables: (places) => web(places),
    files: token,
    services: { sts: [403, 403, 403, 403] },
    expected: undefined,
  },
  {
    name: 'web identity of a profile',
    variables: profile('reader'),
    config: ({ home }) => role(`web_identity_token_file = ${home}/token\n`),
    files: token,
    expected: 'ASIAWEB us-east-1',
  },
  {
    name: 'web identity before the key of the default profile',
    variables: (places) => web(places),
    credentials: `[default]\n${key('DEFAULT')}`,
    files: token,
    expected: 'ASIAWEB us-east-1',
  },
]

const ROLES: readonly Situation[] = [
  {
    name: 'a role of a profile',
    variables: profile('reader'),
    config: () => role('source_profile = base\n'),
    credentials: `[base]\n${key('BASE')}`,
    expected: 'ASIAROLE us-east-1',
  },
  {
    name: 'a role with a region of its own',
    variables: profile('reader', { AWS_DEFAULT_REGION: undefined }),
    config: () => role('source_profile = base\nregion = eu-north-1\n'),
    credentials: `[base]\n${key('BASE')}`,
    expected: 'ASIAROLE eu-north-1',
  },
  {
    name: 'a role of itself',
    variables: profile('reader'),
    config: () => role(`source_profile = reader\n${key('SELF')}`),
    expected: 'ASIAROLE us-east-1',
  },
  {
    name: 'a role of a role',
    variables: profile('reader'),
    config: () =>
      `${role('source_profile = middle\n')}[profile middle]\nrole_arn = ${ROLE}2\nsource_profile = base\n`,
    credentials: `[base]\n${key('BASE')}`,
    expected: 'ASIAROLE us-east-1',
  },
  {
    name: 'a role with an external id, a name and a duration',
    variables: profile('reader'),
    config: () =>
      role('source_profile = base\nexternal_id = xx\nrole_session_name = me\nduration_seconds = 900\n'),
    credentials: `[base]\n${key('BASE')}`,
    expected: 'ASIAROLE us-east-1',
  },
  {
    name: 'a role by a container',
    variables: (places) => ({ ...container(places), ...sts(places), AWS_PROFILE: 'reader' }),
    config: () => role('credential_source = EcsContainer\n'),
    expected: 'ASIAROLE us-east-1',
  },
  {
    name: 'a role by a machine',
    variables: (places) => ({ ...imds(places), ...sts(places), AWS_PROFILE: 'reader' }),
    config: () => role('credential_source = Ec2InstanceMetadata\n'),
    expected: 'ASIAROLE us-east-1',
  },
  {
    name: 'a role by nobody',
    variables: profile('reader'),
    config: () => role(''),
    expected: undefined,
  },
  {
    name: 'a role by an unknown source',
    variables: profile('reader'),
    config: () => role('credential_source = Elsewhere\n'),
    expected: undefined,
  },
  {
    name: 'a role by a profile that is missing',
    variables: profile('reader'),
    config: () => role('source_profile = base\n'),
    expected: undefined,
  },
  {
    name: 'a role that STS refuses',
    variables: profile('reader'),
    config: () => role('source_profile = base\n'),
    credentials: `[base]\n${key('BASE')}`,
    services: { sts: [403, 403, 403, 403] },
    expected: undefined,
  },
  {
    name: 'a role by a profile with a space in its name',
    variables: profile('reader'),
    config: () => `${role('source_profile = my base\n')}[profile "my base"]\n${key('BASE')}`,
    expected: 'ASIAROLE us-east-1',
  },
]

const PROFILES: readonly Situation[] = [
  {
    name: 'the default profile',
    variables: () => NO_KEY,
    credentials: `[default]\n${key('DEFAULT')}`,
    expected: 'DEFAULT us-east-1',
  },
  {
    name: 'the default profile in the configuration',
    variables: () => NO_KEY,
    config: () => `[default]\n${key('DEFAULT')}`,
    expected: 'DEFAULT us-east-1',
  },
  {
    name: 'a profile',
    variables: profile('team'),
    credentials: `[team]\n${key('TEAM')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'a profile in the configuration',
    variables: profile('team'),
    config: () => `[profile team]\n${key('TEAM')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'AWS_DEFAULT_PROFILE before AWS_PROFILE',
    variables: profile('other', { AWS_DEFAULT_PROFILE: 'team' }),
    credentials: `[team]\n${key('TEAM')}[other]\n${key('OTHER')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'a profile in both files',
    variables: profile('team'),
    credentials: `[team]\n${key('RIGHT')}`,
    config: () => `[profile team]\n${key('WRONG')}region = eu-north-1\n`,
    expected: 'RIGHT us-east-1',
  },
  {
    name: 'a profile with a region',
    variables: profile('team', { AWS_DEFAULT_REGION: undefined }),
    credentials: `[team]\n${key('TEAM')}`,
    config: () => '[profile team]\nregion = eu-north-1\n',
    expected: 'TEAM eu-north-1',
  },
  {
    name: 'options in capitals',
    variables: profile('team'),
    credentials: `[team]\n${key('TEAM').replaceAll('aws', 'AWS').toUpperCase().replaceAll('SECRET\n', 'secret\n')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'options with colons',
    variables: profile('team'),
    credentials: `[team]\n${key('TEAM').replaceAll(' = ', ': ')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'comments',
    variables: profile('team'),
    credentials: `# a\n; b\n[team]\n# c\n${key('TEAM')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'a name with spaces',
    variables: profile('my team'),
    config: () => `[profile "my team"]\n${key('TEAM')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'a name in single quotes',
    variables: profile('my team'),
    config: () => `[profile 'my team']\n${key('TEAM')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'a name with spaces in the credentials',
    variables: profile('my team'),
    credentials: `[my team]\n${key('TEAM')}`,
    expected: 'TEAM us-east-1',
  },
  {
    name: 'lines that end as in Windows',
    variables: profile('team'),
    credentials: `[team]\n${key('TEAM')}`.replaceAll('\n', '\r\n'),
    expected: 'TEAM us-east-1',
  },
  {
    name: 'an unknown profile',
    variables: profile('nobody'),
    credentials: `[team]\n${key('TEAM')}`,
    expected: undefined,
  },
  {
    name: 'an unknown profile beside a key',
    variables: () => ({ AWS_PROFILE: 'nobody' }),
    expected: undefined,
  },
  {
    name: 'a profile beside a key',
    variables: () => ({ AWS_PROFILE: 'team' }),
    credentials: `[team]\n${key('TEAM')}`,
    expected: 'AKID us-east-1',
  },
  {
    name: 'half a key in a profile',
    variables: profile('team'),
    credentials: '[team]\naws_access_key_id = TEAM\n',
    expected: undefined,
  },
  {
    name: 'a process',
    variables: profile('team'),
    config: () =>
      `[profile team]\ncredential_process = printf '{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"secret"}'\n`,
    expected: 'PROCESS us-east-1',
  },
  {
    name: 'a process that fails',
    variables: profile('team'),
    config: () => '[profile team]\ncredential_process = false\n',
    expected: undefined,
  },
]

const START = 'https://login.example.com/start'
const OF_SSO = `sso_account_id = 123456789012\nsso_role_name = reader\n`
/** What `aws sso login` leaves in the home. */
const login = (name: string, expiresAt = '2099-01-01T00:00:00Z'): Record<string, string> => ({
  [`.aws/sso/cache/${createHash('sha1').update(name).digest('hex')}.json`]: JSON.stringify({
    startUrl: START,
    region: 'us-east-1',
    accessToken: AGENT_TOKEN,
    expiresAt,
  }),
})
const sso = (name: string) => (places: Places) => ({
  ...profile(name)(places),
  AWS_ENDPOINT_URL_SSO: places.aws,
})
const legacy = `[profile work]\nsso_start_url = ${START}\nsso_region = us-east-1\n${OF_SSO}`
const session = `[profile work]\nsso_session = corp\n${OF_SSO}[sso-session corp]\nsso_start_url = ${START}\nsso_region = us-east-1\n`

const SSO: readonly Situation[] = [
  {
    name: 'SSO',
    variables: sso('work'),
    config: () => legacy,
    files: login(START),
    expected: 'ASIASSO us-east-1',
  },
  {
    name: 'SSO by a session',
    variables: sso('work'),
    config: () => session,
    files: login('corp'),
    expected: 'ASIASSO us-east-1',
  },
  { name: 'SSO without a login', variables: sso('work'), config: () => session, expected: undefined },
  {
    name: 'SSO with an old login',
    variables: sso('work'),
    config: () => legacy,
    files: login(START, '2020-01-01T00:00:00Z'),
    expected: undefined,
  },
  {
    name: 'SSO that refuses',
    variables: sso('work'),
    config: () => legacy,
    files: login(START),
    services: { sso: [403, 403, 403, 403] },
    expected: undefined,
  },
  {
    name: 'a role by SSO',
    variables: sso('reader'),
    config: () => `${legacy}${role('source_profile = work\n')}`,
    files: login(START),
    expected: 'ASIAROLE us-east-1',
  },
]

const MACHINES: readonly Situation[] = [
  { name: 'a container', variables: (places) => container(places), expected: 'ASIACONTAINER us-east-1' },
  {
    name: 'a container with a token in a file',
    variables: (places) =>
      container(places, {
        AWS_CONTAINER_AUTHORIZATION_TOKEN: undefined,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${places.home}/agent`,
      }),
    files: { agent: AGENT_TOKEN },
    expected: 'ASIACONTAINER us-east-1',
  },
  {
    name: 'a container whose token ends in a newline',
    variables: (places) =>
      container(places, {
        AWS_CONTAINER_AUTHORIZATION_TOKEN: undefined,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${places.home}/agent`,
      }),
    files: { agent: `${AGENT_TOKEN}\n` },
    expected: 'ASIACONTAINER us-east-1',
    differs: 'boto refuses a newline',
  },
  {
    name: 'a container without the file of its token',
    variables: (places) =>
      container(places, {
        AWS_CONTAINER_AUTHORIZATION_TOKEN: undefined,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${places.home}/agent`,
      }),
    expected: undefined,
  },
  {
    name: 'a container with a wrong token',
    variables: (places) => container(places, { AWS_CONTAINER_AUTHORIZATION_TOKEN: 'other' }),
    expected: undefined,
  },
  {
    name: 'a container whose agent fails once',
    variables: (places) => container(places),
    services: { container: [500] },
    expected: 'ASIACONTAINER us-east-1',
  },
  {
    name: 'a container with a profile',
    variables: (places) => container(places),
    credentials: `[default]\n${key('DEFAULT')}`,
    expected: 'DEFAULT us-east-1',
  },
  { name: 'a machine', variables: (places) => imds(places), expected: 'ASIAIMDS us-east-1' },
  {
    name: 'a machine, with a token that fails once',
    variables: (places) => imds(places, { AWS_METADATA_SERVICE_NUM_ATTEMPTS: '3' }),
    services: { imds: [500] },
    expected: 'ASIAIMDS us-east-1',
  },
  {
    name: 'a machine with a longer limit',
    variables: (places) => imds(places, { AWS_METADATA_SERVICE_TIMEOUT: '5' }),
    expected: 'ASIAIMDS us-east-1',
  },
  {
    name: 'a key in a container',
    variables: () => ({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/credentials' }),
    expected: 'AKID us-east-1',
  },
  {
    name: 'a machine that is not to be asked',
    variables: (places) => imds(places, { AWS_EC2_METADATA_DISABLED: 'true' }),
    expected: undefined,
  },
  {
    name: 'a machine that refuses',
    variables: (places) => imds(places),
    services: { imds: Array.from({ length: 20 }, () => 403) },
    expected: undefined,
  },
  {
    name: 'a key, where the machine says nothing',
    variables: ({ aws }) => ({
      AWS_EC2_METADATA_DISABLED: undefined,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: aws,
      AWS_DEFAULT_REGION: undefined,
    }),
    services: { imds: ['silent', 'silent', 'silent'] },
    expected: 'AKID us-east-1',
  },
]

/** Ways to sign in. */
export const CREDENTIALS: readonly Situation[] = [
  ...ENVIRONMENT,
  ...WEB,
  ...ROLES,
  ...PROFILES,
  ...SSO,
  ...MACHINES,
]
