import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type ConformanceSubject, conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { test } from 'vitest'
import { LocalRepository } from './local-repository.ts'

const subject: ConformanceSubject = {
  emptyDirectories: true,
  async create(artifacts) {
    const root = await mkdtemp(join(tmpdir(), 'repo-local-'))
    for (const [path, content] of Object.entries(artifacts)) {
      const target = join(root, path)
      await mkdir(content === undefined ? target : dirname(target), { recursive: true })
      if (content !== undefined) await writeFile(target, content)
    }
    return {
      repository: new LocalRepository(root),
      replace: (path, content) => writeFile(join(root, path), content),
      dispose: () => rm(root, { recursive: true }),
    }
  },
}

for (const { name, run } of conformanceCases) test(name, () => run(subject))
