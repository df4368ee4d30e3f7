import type { Measurement } from './measure.ts'

/** The median of each figure, taken by itself. */
export function medianOf(rounds: readonly Measurement[]): Measurement {
  const names = new Set(rounds.flatMap(({ figures }) => Object.keys(figures)))
  return {
    wallSeconds: median(rounds.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: median(rounds.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: median(rounds.map(({ peakBytes }) => peakBytes)),
    figures: Object.fromEntries(
      [...names].map((name) => [name, median(rounds.flatMap(({ figures }) => figures[name] ?? []))]),
    ),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}
