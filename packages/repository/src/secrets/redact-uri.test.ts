import { expect, test } from 'vitest'
import { redactUri } from './redact-uri.ts'

test.each([
  ['http://user:secret@h:5000/p', 'http://h:5000/p'],
  ['https://token@h/p', 'https://h/p'],
  ['http://u:p/s?s@h/p', 'http://h/p'],
  ['http://u:p#1@h/p', 'http://h/p'],
  ['http://u:p@s/s@h/p', 'http://h/p'],
  ['//u:p@h/p', '//h/p'],
  ['postgresql+psycopg2://u:p@h/db?password=x', 'postgresql+psycopg2://h/db?password=REDACTED'],
  ['https://h/k?X-Amz-Signature=abc&x#f', 'https://h/k?X-Amz-Signature=REDACTED&REDACTED#f'],
  ['http://[::1/p', 'http://[::1/p'],
  // Mistyped.
  ['http:/u:p@h/p', 'http:/h/p'],
  ['http:u:p@h/p', 'http:h/p'],
  ['http:\\\\u:p@h', 'http:\\\\h'],
  ['http:///u:p@h', 'http:///h'],
  ['https//u:p@h', 'https//h'],
  ['u:p@h/x', 'h/x'],
  ['u:p/s@h/x', 'h/x'],
  // Encoded.
  ['http://u%3Ap%40h/p', 'http://h/p'],
  ['http%3A%2F%2Fu%3Ap%40h%2Fp', 'http://h/p'],
  ['http%253A%252F%252Fu%253Ap%2540h', 'http://h'],
  // In other places.
  ['wasbs://u:p@h/p', 'wasbs://h/p'],
  ['mlflow-artifacts://u:p@h/p', 'mlflow-artifacts://h/p'],
  ['jdbc:sqlserver://h:1433;user=u;password=p;x=y', 'jdbc:sqlserver://h:1433;user=u;password=REDACTED;x=y'],
  ['http://h/#access_token=p&x', 'http://h/#access_token=REDACTED&REDACTED'],
  ['http://u:p@[::1/p', 'http://[::1/p'],
])('%s', (uri, expected) => {
  expect(redactUri(uri)).toBe(expected)
})

test.each([
  'http://h:80/a@b',
  'http://[::1]:80/a@b',
  's3://bucket/a b@c/d',
  'wasbs://container@account.blob.core.windows.net/p',
  'runs://profile@databricks/id/p',
  'models:/name@alias',
  's3://bucket/u%3Ap%40h',
  'http://h/a:b@c',
  'file:///a:b@c/d',
  './a:b@c',
  '/a/b@c',
  'C:\\a\\b',
  '',
])('%s holds no secret', (uri) => {
  expect(redactUri(uri)).toBe(uri)
})

test.each([':', '#', 'a:', '%3A', ';password', '/'])(
  'many of %s take no longer than other characters, in proportion',
  (piece) => {
    const uri = `http://${piece.repeat(200_000)}`
    expect(redactUri(uri)).toHaveLength(uri.length)
  },
)

test.each([
  '/api/2.0/mlflow/runs/get?run_uuid=393fa378af354d8b91a3b7ffd43986ee&run_id=393fa378af354d8b91a3b7ffd43986ee',
  'http://h:5000/pre/api/2.0/mlflow-artifacts/artifacts?path=1%2Frun%2Fmy%20file.txt',
  'https://h/ajax-api/2.0/mlflow/registered-models/alias?name=churn&alias=champion',
  'https://h/api/2.0/mlflow/model-versions/get-download-uri?name=churn&version=3',
  'https://h/get-artifact?run_id=1&path=a',
  '/bucket?list-type=2&prefix=1%2Frun%2F&delimiter=%2F&encoding-type=url',
])('what names a run, a model or an artifact is no secret: %s', (uri) => {
  expect(redactUri(uri)).toBe(uri)
})

test.each([
  ['/api/2.0/mlflow/runs/get?run_id=1&token=s', '/api/2.0/mlflow/runs/get?run_id=1&token=REDACTED'],
  [
    'https://h/api/2.0/mlflow-artifacts/artifacts?path=a&sig=s',
    'https://h/api/2.0/mlflow-artifacts/artifacts?path=a&sig=REDACTED',
  ],
  ['https://h/download?path=s&name=s', 'https://h/download?path=REDACTED&name=REDACTED'],
  ['https://h/x?q=/api/2.0/mlflow/runs/get&name=s', 'https://h/x?q=REDACTED&name=REDACTED'],
  [
    'https://h/api/2.0/mlflow/x/get?path=http%3A%2F%2Fu%3Ap%40h&name=u%253Ap%2540h',
    'https://h/api/2.0/mlflow/x/get?path=REDACTED&name=REDACTED',
  ],
])('elsewhere, or beside it, it may be one: %s', (uri, shown) => {
  expect(redactUri(uri)).toBe(shown)
})
