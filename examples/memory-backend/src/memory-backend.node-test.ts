import { test } from 'node:test'
import { conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { memorySubject } from './memory-subject.ts'

for (const { name, run } of conformanceCases) test(name, () => run(memorySubject))
