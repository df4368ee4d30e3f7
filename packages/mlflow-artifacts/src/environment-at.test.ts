import { expect, test } from 'vitest'
import { environmentAt } from './environment-at.ts'

test.each([
  ['certs/{prod}.pem', '/cwd/certs/{prod}.pem'],
  ['~certs/a.pem', '/cwd/~certs/a.pem'],
  ['./a.pem', '/cwd/a.pem'],
  ['~/a.pem', '~/a.pem'],
  ['/etc/a.pem', '/etc/a.pem'],
  ['-----BEGIN CERTIFICATE-----', '-----BEGIN CERTIFICATE-----'],
  ['', ''],
])('a bundle %j is at %j', (value, expected) => {
  expect(environmentAt({ REQUESTS_CA_BUNDLE: value }, '/cwd').REQUESTS_CA_BUNDLE).toBe(expected)
})

test('what is set later is made absolute, too, and what names no file stays', () => {
  const variables: Record<string, string> = { MLFLOW_TRACKING_TOKEN: 'a/b' }
  const environment = environmentAt(variables, '/cwd')
  variables.NETRC = 'a/netrc'
  expect({ ...environment }).toEqual({ MLFLOW_TRACKING_TOKEN: 'a/b', NETRC: '/cwd/a/netrc' })
})
