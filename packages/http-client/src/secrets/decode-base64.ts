import { latin1, type Reading, ReadingBuilder } from './reading.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** Of URLs as well. Lines are one run: where each begins in its group of four is tried below. */
const RUN = /[\w+/-]{6,}(?:\r?\n[\w+/-]+)*/g

const SEXTETS: ReadonlyMap<string, number> = new Map([
  ...Array.from(ALPHABET, (character, value): [string, number] => [character, value]),
  ['-', 62],
  ['_', 63],
])

/** What the runs of base64 in a text say, a zero behind each. A run may begin anywhere in a group of four. */
export function decodeBase64(reading: Reading): Reading[] {
  const runs = [...latin1(reading).matchAll(RUN)]
  return runs.length === 0 ? [] : [0, 1, 2, 3].map((skipped) => decodeRuns(reading, runs, skipped))
}

function decodeRuns(reading: Reading, runs: readonly RegExpExecArray[], skipped: number): Reading {
  const builder = new ReadingBuilder(reading)
  for (const { 0: run, index: start } of runs) {
    let bits = 0
    let bitCount = 0
    let previous = start
    let toSkip = skipped
    for (let index = 0; index < run.length; index += 1) {
      const sextet = SEXTETS.get(run.charAt(index))
      if (sextet === undefined) continue
      if (toSkip > 0) {
        toSkip -= 1
        continue
      }
      bits = ((bits << 6) | sextet) & 0xfff
      bitCount += 6
      if (bitCount >= 8) {
        bitCount -= 8
        builder.add((bits >> bitCount) & 0xff, previous, start + index + 1)
      }
      previous = start + index
    }
    builder.add(0, start + run.length - 1, start + run.length)
  }
  return builder.build()
}
