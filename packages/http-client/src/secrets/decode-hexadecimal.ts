import { latin1, type Reading, ReadingBuilder } from './reading.ts'

/** What the runs of hexadecimal in a text say, a zero behind each. A run may begin in the middle of a byte. */
export function decodeHexadecimal(reading: Reading): Reading[] {
  const runs = [...latin1(reading).matchAll(/[\da-f]{6,}/gi)]
  return runs.length === 0 ? [] : [0, 1].map((skipped) => decodeRuns(reading, runs, skipped))
}

function decodeRuns(reading: Reading, runs: readonly RegExpExecArray[], skipped: number): Reading {
  const builder = new ReadingBuilder(reading)
  for (const { 0: run, index } of runs) {
    for (let start = skipped; start + 2 <= run.length; start += 2) {
      const byte = Number.parseInt(run.slice(start, start + 2), 16)
      builder.add(byte, index + start, index + start + 2)
    }
    builder.add(0, index + run.length - 1, index + run.length)
  }
  return builder.build()
}
