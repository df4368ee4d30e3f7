import { oauthError, refusal } from '../../../src/google/answer-as-google.ts'
import { IMPERSONATION, KEY_FILE, NAMED, workload } from '../keys.ts'
import type { Situation } from '../situation.ts'

const REFUSED = { code: 'UNAUTHENTICATED' }
const OF_FILE = { file: '{home}/subject' }
const JSON_FORMAT = { type: 'json', subject_token_field_name: 'subject' }
const PROGRAM = { executable: { command: '/bin/cat {home}/program', timeout_millis: 30_000 } }
const SAID = {
  version: 1,
  success: true,
  token_type: 'urn:ietf:params:oauth:token-type:jwt',
  id_token: 'subject-program',
}
const MACHINE = { as: 'machine' }

function identity(name: string, source: object, more: Partial<Situation> = {}): Situation {
  return {
    name,
    variables: NAMED,
    gives: [REFUSED],
    ...more,
    files: { [KEY_FILE]: workload(source), ...more.files },
  }
}

/** A machine of Google's, or one for which an identity provider vouches. */
export const WORKLOADS: readonly Situation[] = [
  { name: 'a machine', isMachine: true, gives: [MACHINE, MACHINE] },
  {
    name: 'a machine that a project pays for',
    isMachine: true,
    variables: { GOOGLE_CLOUD_QUOTA_PROJECT: 'payer' },
    gives: [{ as: 'machine, paid by payer' }],
  },
  {
    name: 'a machine whose metadata server is silent at first',
    isMachine: true,
    script: () => ({ metadata: ({ count }) => (count < 1 ? 'hang up' : undefined) }),
    gives: [MACHINE, MACHINE],
    row: 'another-look',
  },
  {
    name: 'a machine whose metadata server fails once',
    isMachine: true,
    script: () => ({
      metadata: ({ path, count }) => (path.includes('/token') && count < 5 ? { status: 503 } : undefined),
    }),
    gives: [MACHINE],
  },
  {
    name: 'a machine without an account',
    isMachine: true,
    script: () => ({
      metadata: ({ path }) => (path.includes('/service-accounts/') ? { status: 404 } : undefined),
    }),
    gives: [REFUSED],
  },
  {
    name: 'a machine of another universe',
    isMachine: true,
    script: () => ({
      metadata: ({ path }) =>
        path.includes('/universe/')
          ? { headers: { 'metadata-flavor': 'Google' }, body: 'example-cloud.com' }
          : undefined,
    }),
    gives: [REFUSED],
  },
  {
    name: 'a server in place of the metadata server that is none',
    script: () => ({ metadata: () => ({ body: 'hello' }) }),
    gives: [REFUSED],
  },
  identity('a token in a file', OF_FILE, {
    files: { subject: 'subject-file' },
    gives: [{ as: 'subject-file' }],
  }),
  identity(
    'a token in a file of JSON',
    { ...OF_FILE, format: JSON_FORMAT },
    {
      files: { subject: { subject: 'subject-json' } },
      gives: [{ as: 'subject-json' }],
    },
  ),
  identity(
    'a token in a file of JSON under another name',
    { ...OF_FILE, format: JSON_FORMAT },
    {
      files: { subject: { token: 'subject-json' } },
    },
  ),
  identity('a token in a file that is not there', OF_FILE),
  identity('a token in an empty file', OF_FILE, { files: { subject: '' } }),
  identity('a token in a file that ends in a newline', OF_FILE, { files: { subject: 'subject-file\n' } }),
  identity('a token of a URL', { url: 'http://{plain}/text' }, { gives: [{ as: 'subject-text' }] }),
  identity(
    'a token of a URL in JSON',
    { url: 'http://{plain}/json', format: JSON_FORMAT },
    {
      gives: [{ as: 'subject-json' }],
    },
  ),
  identity(
    'a token of a URL with a header',
    { url: 'http://{plain}/text', headers: { 'x-key': 'canary' } },
    {
      script: () => ({
        provider: ({ headers }) => (headers['x-key'] === 'canary' ? undefined : { status: 403 }),
      }),
      gives: [{ as: 'subject-text' }],
    },
  ),
  identity(
    'a token of a URL that refuses',
    { url: 'http://{plain}/text' },
    {
      script: () => ({ provider: () => ({ status: 403 }) }),
    },
  ),
  identity('a token of a program that may not be run', PROGRAM, { files: { program: SAID } }),
  identity('a token of a program', PROGRAM, {
    files: { program: SAID },
    variables: { ...NAMED, GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: '1' },
    gives: [{ as: 'subject-program' }],
  }),
  identity('a token that is not taken', OF_FILE, {
    files: { subject: 'subject-file' },
    script: () => ({ sts: () => oauthError('invalid_request') }),
  }),
  identity('a token that is exchanged for none', OF_FILE, {
    files: { subject: 'subject-file' },
    script: () => ({ sts: () => ({ body: {} }) }),
  }),
  identity('a token for an account of another universe', OF_FILE, {
    files: {
      subject: 'subject-file',
      [KEY_FILE]: workload(OF_FILE, { universe_domain: 'example-cloud.com' }),
    },
  }),
  identity('a token that stands for another account', OF_FILE, {
    files: {
      subject: 'subject-file',
      [KEY_FILE]: workload(OF_FILE, { service_account_impersonation_url: IMPERSONATION }),
    },
    gives: [{ as: 'impersonated-by-subject-file' }],
  }),
  identity('a token that may not stand for another account', OF_FILE, {
    files: {
      subject: 'subject-file',
      [KEY_FILE]: workload(OF_FILE, { service_account_impersonation_url: IMPERSONATION }),
    },
    script: () => ({ iamcredentials: () => refusal(403, 'no') }),
  }),
  {
    name: 'a machine of AWS',
    files: {
      [KEY_FILE]: workload(
        {
          environment_id: 'aws1',
          regional_cred_verification_url:
            'https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15',
        },
        { subject_token_type: 'urn:ietf:params:aws:token-type:aws4_request' },
      ),
    },
    variables: {
      ...NAMED,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'canary',
      AWS_REGION: 'eu-central-1',
    },
    gives: [{ as: 'aws' }],
  },
  {
    name: 'a login of a workforce',
    files: {
      [KEY_FILE]: {
        type: 'external_account_authorized_user',
        audience: '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
        client_id: 'client',
        client_secret: 'canary-secret',
        refresh_token: 'canary-refresh',
        token_url: 'https://sts.googleapis.com/v1/oauthtoken',
        token_info_url: 'https://sts.googleapis.com/v1/introspect',
      },
    },
    variables: NAMED,
    gives: [{ as: 'workforce' }],
  },
]
