import { expect, test } from 'vitest'
import { contextIn } from '../test/recorded-store.ts'
import { openModelRegistry, openTrackingStore } from './index.ts'

const context = contextIn('/')

test.each([
  [
    'mysql+pymysql://user:s3cr/t@host:3306/db?ssl_key=s3cr',
    "'mysql+pymysql://host:3306/db?ssl_key=REDACTED'",
    'mysql',
  ],
  ['postgresql://user:s3cret@host/db', "'postgresql://host/db'", 'postgresql'],
  ['mssql+pyodbc://host/db', "'mssql+pyodbc://host/db'", 'mssql'],
  ['databricks', "'databricks'", 'databricks'],
  ['databricks-uc://profile', "'databricks-uc://profile'", 'databricks-uc'],
  ['uc', "'uc'", 'uc'],
])('%s is another kind of store', (uri, shown, scheme) => {
  for (const open of [openTrackingStore, openModelRegistry]) {
    expect(() => open(uri, context)).toThrow(
      expect.objectContaining({
        code: 'NOT_IMPLEMENTED',
        message: `Unsupported tracking or registry URI ${shown}: no store for the scheme '${scheme}'. Supported are 'http', 'https', 'sqlite', 'file' and plain paths.`,
      }),
    )
  }
})

test.each(['foo://bar', 's3://bucket', 'mysql+a+b://user:s3cret@host/db'])('%s is no store', (uri) => {
  expect(() => openTrackingStore(uri, context)).toThrow(
    expect.objectContaining({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.not.stringContaining('s3cret'),
    }),
  )
})

test('the URI of a store is for messages', () => {
  expect(openTrackingStore('sqlite:////home/me@work/m.db?timeout=1', context).uri).toBe(
    'sqlite:////home/me@work/m.db?timeout=REDACTED',
  )
  expect(openModelRegistry('file:///home/me@work/mlruns', context).uri).toBe('file:///home/me@work/mlruns')
})
