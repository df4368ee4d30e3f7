import type { LookupAddress } from 'node:dns'
import { isIPv6 } from 'node:net'
import { expect, test } from 'vitest'
import type { AddressRules } from './address-rules.ts'
import { lookupWithin } from './lookup-within.ts'
import { RefusedAddress } from './refused-address.ts'

const STRICT: AddressRules = { refused: ['link-local', 'loopback'], allowed: [] }

/** What a connection is given for a name that leads to these addresses: one, or all of them. */
function given(found: readonly string[], rules: AddressRules, all: boolean): Promise<string[]> {
  const addresses = found.map((address): LookupAddress => ({ address, family: isIPv6(address) ? 6 : 4 }))
  const lookup = lookupWithin(rules, (_host, { all: wantsAll }, callback) => {
    if (wantsAll) callback(null, addresses)
    else callback(new Error('one address tells nothing of the others'), '')
  })
  return new Promise((resolve, reject) => {
    lookup('name.test', { all }, (error, address) => {
      if (error !== null) reject(error)
      else resolve([address].flat().map((entry) => (typeof entry === 'string' ? entry : entry.address)))
    })
  })
}

test.each<[found: string[], left: string[]]>([
  [['10.0.0.1'], ['10.0.0.1']],
  [
    ['192.0.2.1', '2001:db8::1'],
    ['192.0.2.1', '2001:db8::1'],
  ],
  [['127.0.0.1', '192.0.2.1'], ['192.0.2.1']],
  [['::1', '169.254.169.254', '2001:db8::1', 'fe80::1'], ['2001:db8::1']],
])('of %j it connects to %j', async (found, left) => {
  expect(await given(found, STRICT, true)).toEqual(left)
  expect(await given(found, STRICT, false)).toEqual(left.slice(0, 1))
})

test.each([
  [['127.0.0.1'], 'of this machine'],
  [['127.0.1.1'], 'of this machine'],
  [['::1', '127.0.0.1'], 'of this machine'],
  [['::ffff:127.0.0.1'], 'of this machine'],
  [['0.0.0.0'], 'of this machine'],
  [['169.254.169.254'], 'link-local'],
  [['fe80::1%2'], 'link-local'],
  [['fd00:ec2::254', '127.0.0.1'], 'link-local'],
])('of %j it connects to none', async (found, reason) => {
  for (const all of [true, false]) {
    const error: unknown = await given(found, STRICT, all).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RefusedAddress)
    expect(String(error)).toContain(`name.test (${found[0]}) is`)
    expect(String(error)).toContain(reason)
  }
})

test('what was named is left, and so is this machine for those who may lead here', async () => {
  const named = { ...STRICT, allowed: ['127.0.0.0/8', '169.254.10.0/24', '::1/128'] }
  const found = ['127.0.0.1', '::1', '169.254.10.9', '169.254.11.9']
  expect(await given(found, named, true)).toEqual(found.slice(0, 3))
  expect(await given(found, { refused: ['link-local'], allowed: [] }, true)).toEqual(found.slice(0, 2))
})

test('a name without addresses, and a failure of the resolver, are no refusals', async () => {
  await expect(given([], STRICT, true)).rejects.toMatchObject({ code: 'ENOTFOUND' })
  const failure = new Error('the resolver does not answer')
  const lookup = lookupWithin(STRICT, (_host, _options, callback) => callback(failure, ''))
  const error = await new Promise((resolve) => lookup('name.test', {}, resolve))
  expect(error).toBe(failure)
})
