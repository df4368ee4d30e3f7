import { expect, test } from 'vitest'
import { isOnThisMachine } from './is-on-this-machine.ts'

test.each([
  'sqlite:////data/mlflow.db',
  './mlruns',
  'file:///data/mlruns',
  'http://localhost:5000',
  'http://LOCALHOST/prefix',
  'https://user:password@localhost',
  'http://127.0.0.1:5000',
  'http://127.8.9.10',
  'http://127.1:5000',
  'http://0x7f000001',
  'http://user:p@ss@127.0.0.1',
  'postgresql://user:password@localhost:5432/mlflow',
  'file://host/data/mlruns',
  'http://[::1]:5000',
])('%s is', (uri) => {
  expect(isOnThisMachine(uri)).toBe(true)
})

test.each([
  'http://localhost.example.com',
  'http://127.0.0.1.example.com:5000',
  'http://localhost@example.com',
  'http://example.com/localhost',
  'http://10.0.0.1',
  'http://0.0.0.0:5000',
  'http://[::2]',
  'http://[::]',
  'http://',
  'http:///path',
  'http://localhost:port',
  'postgresql://user:password@db.example.com/mlflow',
  'mysql://db1:3306,db2:3306/mlflow',
  'https://mlflow.example.com',
])('%s is not', (uri) => {
  expect(isOnThisMachine(uri)).toBe(false)
})
