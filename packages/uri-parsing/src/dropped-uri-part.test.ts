import { expect, test } from 'vitest'
import { droppedUriPart } from './dropped-uri-part.ts'

test.each([
  ['runs:/id/a#b', 'fragment'],
  ['runs:/id/a?b', 'query'],
  ['s3://b/k?versionId=1#f', 'fragment'],
  ['file:///a?b', 'query'],
  ['runs:/id/a?', 'query'],
  ['gs://b/a#', 'fragment'],
  ['models:/name/1/a?', 'query'],
  ['models:/m-0123456789abcdef0123456789abcdef/a/#/b', 'fragment'],
  ['models:/m-0123456789abcdef0123456789abcdef/a#b', 'fragment'],
  ['http://h/a?', undefined],
  ['http://h/a?sig=1', undefined],
  ['https://h/a?sig=1#f', 'fragment'],
  ['runs:/id/a%23b', undefined],
  ['models:/na#me/1', undefined],
  ['models:/name@a#b', undefined],
  ['models:/name/1#f', 'fragment'],
  ['models:/name/1/a#b', 'fragment'],
  ['models:/name/1/a?b', 'query'],
  ['models:/na?me/1', 'query'],
  ['models:/na#m?e/1', 'query'],
  ['models:/name/1/', undefined],
])('%s', (uri, expected) => {
  expect(droppedUriPart(uri)).toBe(expected)
})
