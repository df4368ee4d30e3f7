import { expect, test } from 'vitest'
import { parseNetrc } from './parse-netrc.ts'

// What Python 3.11's `netrc` reads in these texts.
test.each<[string, [login: string, account: string, password: string] | undefined]>([
  ['machine h login u password p', ['u', '', 'p']],
  ['machine h\n\tuser u\n\taccount a\n\tpassword p\n', ['u', 'a', 'p']],
  ['machine other login x password y\nmachine h login u password p', ['u', '', 'p']],
  ['machine h login a password b\nmachine h login u password p', ['u', '', 'p']],
  ['machine other login x password y default login u password p', ['u', '', 'p']],
  ['machine other login x password y', undefined],
  ['machine h', ['', '', '']],
  ['machine h password "p q\\"r"', ['', '', 'p q"r']],
  ['machine h password p\\ q#r', ['', '', 'p q#r']],
  ['machine h password #p login u', ['u', '', '#p']],
  ['machine h password machine login u', ['u', '', 'machine']],
  ['# a comment\nmachine h # another one\n login u\n#more\n password p', ['u', '', 'p']],
  ['macdef init\ncd /pub\nmachine x\n\nmachine h login u password p', ['u', '', 'p']],
  ['machine h login u macdef x\nls\n\nmachine g', ['u', '', '']],
  ['machine h login u nonsense', undefined],
  ['nonsense machine h login u', undefined],
  ['machine', undefined],
  ['', undefined],
])('%j', (text, expected) => {
  const entry = parseNetrc(text, 'h')
  expect(entry && [entry.login, entry.account, entry.password]).toEqual(expected)
})
