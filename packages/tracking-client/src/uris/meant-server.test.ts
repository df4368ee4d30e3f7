import { expect, test } from 'vitest'
import { meantServer } from './meant-server.ts'

test.each([
  ['localhost:5000', 'http://localhost:5000'],
  ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['10.1.2.3', 'http://10.1.2.3'],
  ['[::1]:5000', 'http://[::1]:5000'],
  ['tracking:5000/prefix', 'http://tracking:5000/prefix'],
  ['mlflow.example.com', 'https://mlflow.example.com'],
  ['//mlflow.example.com/mlflow', 'https://mlflow.example.com/mlflow'],
  ['me:secret@mlflow.example.com:8443', 'https://mlflow.example.com:8443'],
  ['mlruns', undefined],
  ['./mlruns', undefined],
  ['mlflow.db', undefined],
  ['store.yaml', undefined],
  ['C:/mlruns', undefined],
  ['/data/mlflow.example.com', undefined],
  ['file:///mlruns', undefined],
  ['a b.c', undefined],
])('%s is meant as %s', (uri, server) => {
  expect(meantServer(uri)).toBe(server)
})
