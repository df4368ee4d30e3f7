import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Arena } from './arena.ts'
import type { BenchCase } from './bench-case.ts'
import { checkResult } from './check-result.ts'
import type { Job } from './job.ts'
import { type Measurement, measure } from './measure.ts'
import { medianOf } from './median-of.ts'
import type { Peer } from './peer.ts'
import type { Results } from './result.ts'

/** Whoever writes more has it deleted at once. */
const KEPT_BYTES = 64 * 2 ** 20

/** How often, and by whom. */
export interface RunOptions {
  readonly rounds: number
  /** Rounds before them that do not count, so that programs and data are in memory, and servers have what they need. */
  readonly warmUps: number
  readonly contenders: readonly Peer[]
  /** Is told what happens. */
  readonly log: (line: string) => void
}

/** Measures all contenders of a case in turns, and checks what each of them wrote. Who fails once is out. */
export async function runCase(benchCase: BenchCase, arena: Arena, options: RunOptions): Promise<Results> {
  const { rounds, warmUps, contenders, log } = options
  log(`${benchCase.name}: preparing`)
  const job = await benchCase.prepare(arena)
  const measured = new Map<Peer, Measurement[]>()
  const failed = new Map<Peer, string>()
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const peer of inOrder(contenders, round + warmUps)) {
      if (failed.has(peer)) continue
      try {
        const measurement = await attempt(peer, job, arena)
        if (measurement === undefined || round < 0) continue
        measured.set(peer, [...(measured.get(peer) ?? []), measurement])
      } catch (error) {
        failed.set(peer, String(error))
        log(`${benchCase.name}: ${peer.name} FAILED: ${error}`)
      }
    }
    log(`${benchCase.name}: ${round < 0 ? 'warm' : `round ${round + 1} of ${rounds}`}`)
  }
  await arena.endCase()
  return {
    rows: contenders.flatMap((peer) => {
      const taken = measured.get(peer)
      if (taken === undefined || failed.has(peer)) return []
      return [{ case: benchCase.name, peer: peer.name, median: medianOf(taken), rounds: taken }]
    }),
    failures: [...failed].map(([peer, reason]) => ({ case: benchCase.name, peer: peer.name, reason })),
  }
}

async function attempt(peer: Peer, job: Job, arena: Arena): Promise<Measurement | undefined> {
  const destination = join(arena.folder, 'destination')
  const folder = join(arena.folder, 'work')
  await mkdir(destination)
  await mkdir(folder)
  try {
    const place = { tools: arena.tools, destination, folder }
    const program = await peer.program(job, place)
    if (program === undefined) return undefined
    const measurement = await measure(program, place)
    await checkResult(job, measurement, destination)
    return measurement
  } finally {
    await leave(destination, job, arena)
    await rm(folder, { recursive: true })
  }
}

/** What is deleted before it was written to the disk is no load for who comes next; many deleted files are, on ext4. */
async function leave(destination: string, job: Job, { attic }: Arena): Promise<void> {
  if (writtenBytes(job) > KEPT_BYTES) await rm(destination, { recursive: true })
  else await rename(destination, join(attic, randomUUID()))
}

function writtenBytes(job: Job): number {
  return job.kind === 'download' ? job.files.reduce((sum, { size }) => sum + size, 0) : 0
}

/** Everybody once, each round behind another one: what a server still has in memory helps who comes next. */
function inOrder<Item>(items: readonly Item[], round: number): Item[] {
  const count = items.length
  const strides = Array.from({ length: count }, (_, stride) => stride).filter((stride) =>
    areCoprime(stride, count),
  )
  const stride = strides[round % strides.length] ?? 1
  return items.flatMap((_, index) => items[(round + index * stride) % count] ?? [])
}

function areCoprime(one: number, other: number): boolean {
  return other === 0 ? one === 1 : areCoprime(other, one % other)
}
