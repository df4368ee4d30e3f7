import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

/** What the figures were measured on. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'an unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores of ${model}, ${memory} GiB of memory, ${type()} ${release()}, Node ${process.versions.node}`
}
