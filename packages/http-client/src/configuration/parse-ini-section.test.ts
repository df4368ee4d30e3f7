import { expect, test } from 'vitest'
import { parseIniSection } from './parse-ini-section.ts'

// Each answer is configparser's own (Python 3.11).
test.each<[string, Record<string, string>]>([
  ['[mlflow]\na = b', { a: 'b' }],
  ['[mlflow]\nA_B:c', { a_b: 'c' }],
  ['[mlflow]\na = p#q;r=s:t', { a: 'p#q;r=s:t' }],
  ['[mlflow]\n# a = b\n ; c = d\ne=', { e: '' }],
  ['[mlflow]\na = "quoted"', { a: '"quoted"' }],
  ['[mlflow]\na = 100%%', { a: '100%' }],
  ['[mlflow]\r\na = b\r\n', { a: 'b' }],
  ['[mlflow]\na = b\n  c\nd = e', { a: 'b\nc', d: 'e' }],
  ['[other]\na = b\n[mlflow]\nc = d\n[third]\ne = f', { c: 'd' }],
  ['[DEFAULT]\na = b\nc = d\n[mlflow]\nc = e', { a: 'b', c: 'e' }],
  ['[mlflow] \n  a = b', { a: 'b' }],
  ['[mlflow.sub]\na = b', {}],
  ['', {}],
])('%j', (text, expected) => {
  expect(Object.fromEntries(parseIniSection(text, 'mlflow'))).toEqual(expected)
})
