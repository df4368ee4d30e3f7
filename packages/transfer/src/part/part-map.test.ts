import { expect, test } from 'vitest'
import { generator } from '../../test/generator.ts'
import type { Part } from './part.ts'
import { PartMap } from './part-map.ts'

const PART = 4
const MOST_IN_A_RUN = 8
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** What is claimed of all that is free, found by looking at every part. */
class Model {
  readonly #map: PartMap
  readonly claimed = new Set<Part>()

  constructor(map: PartMap) {
    this.#map = map
  }

  get free(): Part[] {
    return this.#map.parts.filter((part) => !part.isComplete && !this.claimed.has(part))
  }

  runFor(streams: number): Part[] {
    const { free } = this
    const most = Math.min(MOST_IN_A_RUN, Math.ceil(free.length / (2 * streams)))
    const run: Part[] = []
    for (const part of free.toReversed()) {
      const [first] = run
      if (
        run.length === most ||
        (first !== undefined && (first.written > 0 || first.index !== part.index + 1))
      )
        break
      run.unshift(part)
    }
    return run
  }
}

test(`parts are claimed as if all of them were looked at each time (SEED=${seed})`, () => {
  const random = generator(seed)
  for (let trial = 0; trial < 50; trial += 1) {
    const map = new PartMap(1 + random(600), PART)
    const model = new Model(map)
    for (let step = 0; step < 400; step += 1) {
      const any = map.parts[random(map.parts.length)]
      if (any === undefined) throw new Error('There are parts')
      const { free } = model
      expect(map.hasFree).toBe(free.length > 0)
      let taken: Part[] = []
      switch (random(6)) {
        case 0:
          taken = [map.claimFirst()].flatMap((part) => part ?? [])
          expect(taken).toEqual(free.slice(0, 1))
          break
        case 1:
          taken = [map.claimAfter(any)].flatMap((part) => part ?? [])
          expect(taken).toEqual(free.filter(({ index }) => index === any.index + 1))
          break
        case 2: {
          const streams = 1 + random(8)
          const expected = model.runFor(streams)
          taken = map.claimRun(streams)
          expect(taken).toEqual(expected)
          break
        }
        default: {
          const [part] = model.claimed
          if (part === undefined) break
          part.add(Buffer.alloc(random(part.end - part.position + 1)))
          map.release(part)
          model.claimed.delete(part)
        }
      }
      for (const part of taken) model.claimed.add(part)
    }
  }
})

test('a million parts are shared out, each once', () => {
  const map = new PartMap(1_000_000, 1)
  let claimed = 0
  while (map.hasFree) {
    const run = map.claimRun(8)
    claimed += run.length
    for (const part of run) {
      part.add(Buffer.alloc(1))
      map.release(part)
    }
  }
  expect(claimed).toBe(1_000_000)
})
