import { given, oauthError, storageAnswer } from '../../../src/google/answer-as-google.ts'
import { KEY_FILE, NAMED, SERVICE_ACCOUNT } from '../keys.ts'
import type { Situation } from '../situation.ts'

const ACCOUNT = { as: 'service-account' }
const NO_KEY = { code: 'UNAUTHENTICATED' }
const OF_SERVICE_ACCOUNT = { files: { [KEY_FILE]: SERVICE_ACCOUNT }, variables: NAMED }
const isPublic = (): { storage: typeof storageAnswer } => ({ storage: storageAnswer })

function without(...names: string[]): object {
  return Object.fromEntries(Object.entries(SERVICE_ACCOUNT).filter(([name]) => !names.includes(name)))
}

/** `GOOGLE_APPLICATION_CREDENTIALS` names the key of a service account, or tries to. */
export const KEY_FILES: readonly Situation[] = [
  { name: 'a key', ...OF_SERVICE_ACCOUNT, gives: [ACCOUNT, ACCOUNT] },
  {
    name: 'a key that says which universe it is of',
    files: { [KEY_FILE]: { ...SERVICE_ACCOUNT, universe_domain: 'googleapis.com' } },
    variables: NAMED,
    gives: [ACCOUNT],
  },
  {
    name: 'a key of another universe',
    files: { [KEY_FILE]: { ...SERVICE_ACCOUNT, universe_domain: 'example-cloud.com' } },
    variables: NAMED,
    gives: [NO_KEY],
  },
  {
    name: 'GOOGLE_CLOUD_QUOTA_PROJECT',
    files: { [KEY_FILE]: SERVICE_ACCOUNT },
    variables: { ...NAMED, GOOGLE_CLOUD_QUOTA_PROJECT: 'payer' },
    gives: [{ as: 'service-account, paid by payer' }],
  },
  {
    name: 'a key where nothing names a project',
    files: { [KEY_FILE]: without('project_id') },
    variables: { ...NAMED, GOOGLE_CLOUD_PROJECT: '' },
    gives: [ACCOUNT],
  },
  {
    name: 'a key that was revoked',
    ...OF_SERVICE_ACCOUNT,
    script: () => ({ oauth2: () => oauthError('invalid_grant') }),
    gives: [NO_KEY],
  },
  {
    name: 'a key for which tokens come at the second attempt',
    ...OF_SERVICE_ACCOUNT,
    script: () => ({ oauth2: ({ count }) => (count === 0 ? { status: 503 } : undefined) }),
    gives: [ACCOUNT],
  },
  {
    name: 'a key for which no token is in the answer',
    ...OF_SERVICE_ACCOUNT,
    script: () => ({ oauth2: () => ({ body: {} }) }),
    gives: [NO_KEY],
  },
  {
    name: 'a key for which a page comes',
    ...OF_SERVICE_ACCOUNT,
    script: () => ({ oauth2: () => ({ body: '<html>log in</html>' }) }),
    gives: [NO_KEY],
  },
  {
    name: 'a key for which tokens live for a second',
    ...OF_SERVICE_ACCOUNT,
    script: () => ({ oauth2: () => given('service-account', 1) }),
    gives: [ACCOUNT, ACCOUNT],
  },
  {
    name: 'a private key that is none',
    files: { [KEY_FILE]: { ...SERVICE_ACCOUNT, private_key: 'canary' } },
    variables: NAMED,
    gives: [NO_KEY],
  },
  ...['private_key', 'client_email', 'type'].map((name) => ({
    name: `a key without ${name}`,
    files: { [KEY_FILE]: without(name) },
    variables: NAMED,
    gives: [NO_KEY],
  })),
  ...(
    [
      ['that is not there', {}],
      ['that is empty', { [KEY_FILE]: '' }],
      ['that is no JSON', { [KEY_FILE]: 'canary' }],
      ['that is a list', { [KEY_FILE]: '[]' }],
      ['with a byte order mark', { [KEY_FILE]: `\uFEFF${JSON.stringify(SERVICE_ACCOUNT)}` }],
      ['of an unknown type', { [KEY_FILE]: { ...SERVICE_ACCOUNT, type: 'unknown' } }],
      ['that is an OAuth client', { [KEY_FILE]: { installed: { client_id: 'x' } } }],
      ['that is a folder', { [KEY_FILE]: undefined }],
    ] as const
  ).map(([what, files]) => ({ name: `a key file ${what}`, files, variables: NAMED, gives: [NO_KEY] })),
  {
    name: 'a key file that is not there, for a public bucket',
    variables: NAMED,
    script: isPublic,
    gives: [NO_KEY],
    row: 'unusable-keys',
  },
  {
    name: 'the key in place of its path, for a public bucket',
    variables: { GOOGLE_APPLICATION_CREDENTIALS: JSON.stringify(SERVICE_ACCOUNT) },
    script: isPublic,
    gives: [NO_KEY],
    row: 'unusable-keys',
  },
  {
    name: 'the key in place of its path',
    variables: { GOOGLE_APPLICATION_CREDENTIALS: JSON.stringify(SERVICE_ACCOUNT) },
    gives: [NO_KEY],
  },
]
