import { conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { test } from 'vitest'
import { memorySubject } from './memory-subject.ts'

for (const { name, run } of conformanceCases) test(name, () => run(memorySubject))
