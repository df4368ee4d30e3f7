import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { environmentSecrets } from './environment-secrets.ts'
import { redactText } from './redact-text.ts'

const PEM: string = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const KEY = JSON.stringify({
  type: 'service_account',
  private_key_id: 'c4n4ry0123456789abcdef',
  private_key: PEM,
  client_email: 'me@project.iam.gserviceaccount.com',
})
const KEY_LINES: readonly string[] = PEM.split('\n').filter((line) => /^[\w+/=]{20,}$/.test(line))

describe('what a variable holds of secrets is not shown', () => {
  test.each<[string, Record<string, string>, (value: string) => string]>([
    ['a key for a path', { GOOGLE_APPLICATION_CREDENTIALS: KEY }, (value) => `ENOENT: open '${value}'`],
    ['a key, escaped', { GOOGLE_APPLICATION_CREDENTIALS: KEY }, (value) => JSON.stringify({ value })],
    ['a key, cut off', { GOOGLE_APPLICATION_CREDENTIALS: KEY }, (value) => value.slice(0, 400)],
    [
      'a key with spaces',
      { GOOGLE_APPLICATION_CREDENTIALS: JSON.stringify(JSON.parse(KEY), null, 2) },
      (value) => value,
    ],
    [
      'a key in base64',
      { GOOGLE_APPLICATION_CREDENTIALS: Buffer.from(KEY).toString('base64') },
      (value) => `no ${value}`,
    ],
    ['a certificate with its key', { MLFLOW_TRACKING_CLIENT_CERT_PATH: PEM }, (value) => `set to '${value}'`],
    ['a key in any variable', { WHATEVER: PEM }, (value) => value.replaceAll('\n', ' ')],
  ])('%s', (_how, environment, quote) => {
    const value = Object.values(environment)[0] ?? ''
    const shown = redactText(quote(value), environment)
    expect(shown).toContain('REDACTED')
    for (const line of KEY_LINES) expect(shown).not.toContain(line.slice(0, 20))
    expect(shown).not.toContain('c4n4ry')
  })

  test.each<[string, string]>([
    ['AWS_SECRET_ACCESS_KEY', '/wJalrXUtnFEMI/K7MDENG'],
    ['AWS_SESSION_TOKEN', 'FwoGZXIvYXdzEBY='],
    ['AWS_WEB_IDENTITY_TOKEN_FILE', 'FwoGZXIvYXdzEBY-as-itself'],
    ['MLFLOW_TRACKING_PASSWORD', 'hunter2'],
    ['MLFLOW_TRACKING_TOKEN', 'abc'],
    ['MLFLOW_ARTIFACTS_HEADERS', 'CF-Access-Client-Secret: 0123456789abcdef'],
    ['AZURE_STORAGE_CONNECTION_STRING', 'AccountName=a;AccountKey=0123456789abcdef'],
  ])('%s=%s', (name, value) => {
    expect(redactText(`it is '${value}'.`, { [name]: value })).toBe("it is 'REDACTED'.")
  })

  test('such as the password in the URL of a proxy, with a scheme or without', () => {
    for (const url of ['http://me:pässw0rd!@proxy:3128', 'me:pässw0rd!@proxy:3128']) {
      expect(redactText('invalid: pässw0rd!', { HTTPS_PROXY: url })).toBe('invalid: REDACTED')
    }
  })

  test('and the lines of a variable with headers', () => {
    const environment = { MLFLOW_ARTIFACTS_HEADERS: 'A: secret-of-a\nB: secret-of-b' }
    expect(redactText('secret-of-b and secret-of-a', environment)).toBe('REDACTED and REDACTED')
  })

  test("and what the process's own variables hold, where no others are named", () => {
    process.env.MLFLOW_TRACKING_TOKEN = 'c4n4ry-of-the-process'
    expect(redactText('it is c4n4ry-of-the-process')).toBe('it is REDACTED')
    delete process.env.MLFLOW_TRACKING_TOKEN
  })
})

describe('what is no secret is shown', () => {
  test.each<[string, string]>([
    ['GOOGLE_APPLICATION_CREDENTIALS', '/home/me/key.json'],
    ['GOOGLE_APPLICATION_CREDENTIALS', 'key.json'],
    ['AWS_SHARED_CREDENTIALS_FILE', '~/.aws/credentials'],
    ['AWS_WEB_IDENTITY_TOKEN_FILE', 'C:\\token'],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://169.254.170.2/v2'],
    ['TOKENIZERS_PARALLELISM', 'anything'],
    ['MLFLOW_TRACKING_AUTH', 'kubernetes'],
    ['MLFLOW_ENABLE_TOKEN', 'true'],
    ['PWD', '/home/me'],
    ['HOME', '/home/me'],
  ])('%s=%s', (name, value) => {
    expect(environmentSecrets({ [name]: value })).toEqual([])
    expect(redactText(`no ${value} here`, { [name]: value })).toContain(value)
  })

  test('a short value within a word', () => {
    expect(redactText('a passage', { MLFLOW_TRACKING_PASSWORD: 'pass' })).toBe('a passage')
  })
})

test('a private key goes, whoever has it', () => {
  expect(redactText(`cannot parse ${PEM}!`, {})).toBe('cannot parse REDACTED\n!')
  expect(redactText(`cannot parse ${PEM.slice(0, 300)}`, {})).toBe('cannot parse REDACTED')
})
