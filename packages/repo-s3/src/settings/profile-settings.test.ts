import { describe, expect, test } from 'vitest'
import { type ClientSettings, clientSettings } from './profile-settings.ts'
import { readIni } from './read-ini.ts'
import { type Environment, s3Settings } from './s3-settings.ts'

/** What an environment and its default profile come to. */
function settingsOf(profile: string, environment: Environment = {}): ClientSettings {
  const sections = readIni(`[default]\n${profile}`)
  const services = new Map([...sections].map(([name, section]) => [name.replace('services ', ''), section]))
  const files = { profiles: sections, services, ssoSessions: new Map(), places: [] }
  return clientSettings(s3Settings(environment), files, environment)
}

const URL_OF = { AWS_ENDPOINT_URL: 'http://env:1' }

test.each<[string, Environment, Partial<ClientSettings>]>([
  [
    '',
    {},
    {
      endpoint: undefined,
      region: undefined,
      wantsChecksums: true,
      forcePathStyle: false,
      maxAttempts: undefined,
    },
  ],
  ['REGION = eu-north-1', {}, { region: 'eu-north-1' }],
  ['region = eu-north-1', { AWS_REGION: 'eu-west-1' }, { region: 'eu-west-1' }],
  ['ca_bundle = /ca.pem', {}, { caBundle: '/ca.pem' }],
  ['max_attempts = 7', {}, { maxAttempts: 7 }],
  ['max_attempts = 7', { AWS_MAX_ATTEMPTS: '2' }, { maxAttempts: 2 }],
  ['retry_mode = legacy', {}, { maxAttempts: 5 }],
  ['retry_mode = legacy', { AWS_RETRY_MODE: 'adaptive' }, { maxAttempts: 3 }],
  ['retry_mode = legacy\nmax_attempts = 7', {}, { maxAttempts: 7 }],
  ['', { AWS_RETRY_MODE: 'standard' }, { maxAttempts: 3 }],
  ['endpoint_url = http://profile:2', {}, { endpoint: 'http://profile:2', forcePathStyle: true }],
  ['endpoint_url = http://profile:2', URL_OF, { endpoint: 'http://env:1' }],
  [
    'endpoint_url = http://profile:2\nignore_configured_endpoint_urls = True',
    URL_OF,
    { endpoint: undefined },
  ],
  [
    'ignore_configured_endpoint_urls = true',
    { MLFLOW_S3_ENDPOINT_URL: 'http://m:3' },
    { endpoint: 'http://m:3' },
  ],
  ['services = s\n[services s]\ns3 =\n  endpoint_url = http://s3:4', {}, { endpoint: 'http://s3:4' }],
  [
    'services = s\n[services s]\nsts =\n  endpoint_url = http://sts:5',
    {},
    { endpoint: undefined, stsEndpoint: 'http://sts:5' },
  ],
  ['s3 =\n  use_dualstack_endpoint = true', {}, { useDualstack: true }],
  ['use_dualstack_endpoint = true', {}, { useDualstack: true }],
  ['', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, { useDualstack: true }],
  ['s3 =\n  use_dualstack_endpoint = true', URL_OF, { useDualstack: false }],
  ['use_fips_endpoint = true', {}, { useFips: true }],
  ['', { AWS_USE_FIPS_ENDPOINT: 'true' }, { useFips: true }],
  ['s3 =\n  use_accelerate_endpoint = true', {}, { useAccelerate: true, forcePathStyle: false }],
  [
    's3 =\n  use_accelerate_endpoint = true\n  addressing_style = path',
    {},
    { useAccelerate: true, forcePathStyle: false },
  ],
  // MLflow passes the style of its own variable, also where it is not set.
  ['s3 =\n  addressing_style = path', {}, { forcePathStyle: false }],
  ['s3 =\n  addressing_style = virtual', URL_OF, { forcePathStyle: true }],
  [
    's3 =\n  addressing_style = path',
    { ...URL_OF, MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'virtual' },
    { forcePathStyle: false },
  ],
  ['response_checksum_validation = when_required', {}, { wantsChecksums: false }],
  [
    'response_checksum_validation = when_required',
    { AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_supported' },
    { wantsChecksums: true },
  ],
])('%j and %j', (profile, environment, expected) => {
  expect(settingsOf(profile, environment)).toMatchObject(expected)
})

test.each(['store:9000', 'ftp://user:secret@store'])('the endpoint %s of a profile is refused', (url) => {
  expect(() => settingsOf(`endpoint_url = ${url}`)).toThrow(/endpoint_url .* is no http: or https: URL/)
  expect(() => settingsOf(`endpoint_url = ${url}`)).not.toThrow(/secret/)
})

test.each<[string, Environment, RegExp]>([
  ['max_attempts = many', {}, /'many' for max_attempts of the AWS profile/],
  ['max_attempts = 0', {}, /max_attempts of the AWS profile is set to '0'/],
  ['max_attempts = 3', { AWS_MAX_ATTEMPTS: '-1' }, /AWS_MAX_ATTEMPTS is set to '-1'/],
  ['', { AWS_MAX_ATTEMPTS: '9007199254740992' }, /AWS_MAX_ATTEMPTS is set to '9007199254740992'/],
  ['', { AWS_MAX_ATTEMPTS: '9'.repeat(400) }, /AWS_MAX_ATTEMPTS is set to '999/],
  ['retry_mode = Legacy', {}, /retry_mode of the AWS profile is set to 'Legacy'.*legacy, standard, adaptive/],
  ['', { AWS_RETRY_MODE: 'often', AWS_MAX_ATTEMPTS: '3' }, /AWS_RETRY_MODE is set to 'often'/],
])('%j and %j are refused', (profile, environment, message) => {
  expect(() => settingsOf(profile, environment)).toThrow(message)
})

describe('the files', () => {
  test('are read as boto reads them', () => {
    const text =
      '\uFEFF# comment\r\n[default]\r\nAWS_Access_Key_ID: A=B\r\n; comment\r\nregion=eu # no comment\r\n' +
      's3 =\r\n  max = 1\r\n  addressing_style = path\r\nlong = a\r\n  b\r\nno option\r\n[other]\r\nx = 1\r\n[default]\r\ny = 2\r\n'
    expect(Object.fromEntries(readIni(text))).toEqual({
      default: {
        aws_access_key_id: 'A=B',
        region: 'eu # no comment',
        s3: { max: '1', addressing_style: 'path' },
        long: 'a\nb',
        y: '2',
      },
      other: { x: '1' },
    })
  })

  test('may hold anything', () => {
    for (const text of ['', '[', '[]', '=', '[a', '  x = 1', '[__proto__]\nx = 1', '\0'])
      expect(() => readIni(text)).not.toThrow()
  })
})
