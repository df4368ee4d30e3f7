import { describe, expect, test } from 'vitest'
import { sourceHint, sourceOfPage } from './source-hint.ts'

const RUN = '393fa378af354d8b91a3b7ffd43986ee'

test.each([
  [RUN, `It looks like the id of a run: write runs:/${RUN}/, or { runId: '${RUN}' }.`],
  [`${RUN}/a/b`, `It looks like the id of a run: write runs:/${RUN}/a/b, or { runId: '${RUN}' }.`],
  [`m-${RUN}`, `It looks like the id of a logged model: write models:/m-${RUN}.`],
  [
    'iris-classifier@champion',
    'It looks like a model and its alias: write models:/iris-classifier@champion.',
  ],
  ['some/path', undefined],
  ['', undefined],
])('%s', (text, hint) => {
  expect(sourceHint(text)).toBe(hint)
})

describe('a page of the browser names', () => {
  test.each([
    [`http://h:5000/#/experiments/1/runs/${RUN}`, `runs:/${RUN}/`],
    [`http://h:5000/pre/#/experiments/1/runs/${RUN}/artifacts/a/b.txt`, `runs:/${RUN}/a/b.txt`],
    [`http://h:5000/?workspace=x#/experiments/1/models/m-${RUN}/artifacts`, `models:/m-${RUN}`],
    ['https://h/#/models/churn/versions/3', 'models:/churn/3'],
    ['https://h/#/models/churn', 'models:/churn/latest'],
    ['https://me:secret@h/#/experiments', 'runs:/<run id>/ or models:/<name>/<version>'],
  ])('%s', (uri, source) => {
    const hint = sourceOfPage(uri)
    expect(hint).toContain(`write ${source}, with http`)
    expect(hint).not.toMatch(/secret|#/)
  })

  test.each(['http://h/a#b', 's3://b/#/x', 'runs:/a/#/b', 'http://h/a'])('nothing: %s', (uri) => {
    expect(sourceOfPage(uri)).toBeUndefined()
  })
})
