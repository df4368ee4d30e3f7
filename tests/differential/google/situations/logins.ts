import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { oauthError, storageAnswer } from '../../../src/google/answer-as-google.ts'
import { impersonated, KEY_FILE, LOGIN_FILE, login, NAMED, SERVICE_ACCOUNT } from '../keys.ts'
import type { Situation } from '../situation.ts'

const ANNA = { as: 'login-anna' }
const REFUSED = { code: 'UNAUTHENTICATED' }

/** Somebody has logged in with `gcloud`, or nobody has. */
export const LOGINS: readonly Situation[] = [
  { name: 'nobody', gives: [REFUSED, REFUSED] },
  {
    name: 'nobody, at a public bucket',
    script: () => ({ storage: storageAnswer }),
    gives: [{ as: 'nobody' }],
  },
  {
    name: 'nobody, where the variable is empty',
    variables: { GOOGLE_APPLICATION_CREDENTIALS: '' },
    script: () => ({ storage: storageAnswer }),
    gives: [{ as: 'nobody' }],
  },
  {
    name: 'nobody, where nothing names a project',
    variables: { GOOGLE_CLOUD_PROJECT: '' },
    script: () => ({ storage: storageAnswer }),
    gives: [{ as: 'nobody' }],
  },
  { name: 'a login', files: { [LOGIN_FILE]: login('anna') }, gives: [ANNA, ANNA] },
  {
    name: 'a login elsewhere',
    files: { 'config/application_default_credentials.json': login('anna'), [LOGIN_FILE]: login('ben') },
    variables: { CLOUDSDK_CONFIG: '{home}/config' },
    gives: [ANNA],
  },
  {
    name: 'a login that the variable names',
    files: { [KEY_FILE]: login('anna'), [LOGIN_FILE]: login('ben') },
    variables: NAMED,
    gives: [ANNA],
  },
  {
    name: 'a key before a login',
    files: { [KEY_FILE]: SERVICE_ACCOUNT, [LOGIN_FILE]: login('ben') },
    variables: NAMED,
    gives: [{ as: 'service-account' }],
  },
  { name: 'a login on a machine', files: { [LOGIN_FILE]: login('anna') }, isMachine: true, gives: [ANNA] },
  {
    name: 'a login that a project pays for',
    files: { [LOGIN_FILE]: { ...login('anna'), quota_project_id: 'payer' } },
    gives: [{ as: 'login-anna, paid by payer' }],
  },
  {
    name: 'a login that has ended',
    files: { [LOGIN_FILE]: login('anna') },
    script: () => ({ oauth2: () => oauthError('invalid_grant') }),
    gives: [REFUSED],
  },
  {
    name: 'a login that has ended, and is renewed',
    files: { [LOGIN_FILE]: login('ben') },
    script: (home) => ({
      async oauth2({ body }) {
        if (!body.includes('refresh_token=ben')) return undefined
        await writeFile(join(home, LOGIN_FILE), JSON.stringify(login('anna')))
        return oauthError('invalid_grant')
      },
    }),
    gives: [REFUSED, ANNA],
  },
  {
    name: 'a login without a token',
    files: { [LOGIN_FILE]: { ...login('anna'), refresh_token: undefined } },
    gives: [REFUSED],
  },
  {
    name: 'a login that is no JSON',
    files: { [LOGIN_FILE]: 'canary' },
    gives: [REFUSED],
  },
  {
    name: 'a login of another universe',
    files: { [LOGIN_FILE]: { ...login('anna'), universe_domain: 'example-cloud.com' } },
    gives: [REFUSED],
  },
  ...(
    [
      ['a login', login('anna'), 'impersonated-by-login-anna'],
      ['a service account', SERVICE_ACCOUNT, 'impersonated-by-service-account'],
    ] as const
  ).map(([who, source, as]) => ({
    name: `${who} that stands for another account`,
    files: { [LOGIN_FILE]: impersonated(source) },
    gives: [{ as }],
  })),
  {
    name: 'a login that stands for another account by others',
    files: {
      [LOGIN_FILE]: impersonated(login('anna'), { delegates: ['a@project.iam.gserviceaccount.com'] }),
    },
    gives: [{ as: 'impersonated-by-login-anna' }],
  },
  {
    name: 'a login that may not stand for another account',
    files: { [LOGIN_FILE]: impersonated(login('anna')) },
    script: () => ({
      iamcredentials: () => ({
        status: 403,
        body: { error: { code: 403, status: 'PERMISSION_DENIED', message: 'no' } },
      }),
    }),
    gives: [REFUSED],
  },
  {
    name: 'a login that has ended and stands for another account',
    files: { [LOGIN_FILE]: impersonated(login('anna')) },
    script: () => ({ oauth2: () => oauthError('invalid_grant') }),
    gives: [REFUSED],
  },
]
