import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { expect, test } from 'vitest'
import { generator } from '../test/generator.ts'
import { RangedRepository, type Weather } from '../test/ranged-repository.ts'
import { download } from './download.ts'

const TRIALS = 300
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

function anyWeather(random: (limit: number) => number, size: number): Weather {
  switch (random(8)) {
    case 0:
      return { cutAt: random(size) }
    case 1:
      return { endAt: random(size) }
    case 2:
      return { flipAt: random(size) }
    case 3:
      return { ignoreRange: true }
    case 4:
      return { shiftBy: random(3) - 1 }
    case 5:
      return { failure: new MlflowError('busy', { code: 'TEMPORARILY_UNAVAILABLE', retryable: true }) }
    default:
      return {}
  }
}

test(`in any weather there is the right file or none (SEED=${seed})`, async () => {
  const dstPath = await mkdtemp(join(tmpdir(), 'weather-'))
  let succeeded = 0
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const random = generator(seed + trial)
    const size = 1 + random(40_000)
    // Flipped bits are told by a checksum alone.
    const repository = new RangedRepository(size).withCrc32()
    repository.chunkSize = 1 + random(3_000)
    repository.weather = Array.from({ length: random(12) }, () => anyWeather(random, size))
    const versions = [repository.content]
    const replaceAt = random(60)
    let chunks = 0
    repository.beforeChunk = () => {
      chunks += 1
      if (chunks === replaceAt) {
        repository.replace()
        repository.withCrc32()
        versions.push(repository.content)
      }
    }
    const partSize = 500 + random(8_000)
    const outcome = await download(repository, 'f', { dstPath, partSize, retryBaseMs: 0, attempts: 4 }).catch(
      (error: unknown) => error,
    )
    const written = await readFile(join(dstPath, 'f')).catch(() => undefined)
    const repeat = `SEED=${seed + trial}`
    if (typeof outcome === 'string') {
      succeeded += 1
      // What was opened before it was replaced is right as well, as long as it is not mixed.
      expect(
        versions.some((version) => written?.equals(version)),
        repeat,
      ).toBe(true)
    } else {
      expect(MlflowError.isInstance(outcome), `${repeat}: ${outcome}`).toBe(true)
      expect(written, repeat).toBeUndefined()
    }
    for (const name of await readdir(dstPath)) await rm(join(dstPath, name))
  }
  await rm(dstPath, { recursive: true })
  expect(succeeded).toBeGreaterThan(TRIALS / 2)
}, 120_000)
