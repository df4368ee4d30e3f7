import { readdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { generatedFile } from '@mlflow-artifacts/testing/fault-server'
import { type Arena, PART } from '../arena.ts'
import { bytesInManifest } from '../bytes-in-manifest.ts'
import { canStartPods, startPod } from '../children/start-pod.ts'
import { judgeResult } from '../judge-result.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const SIZE = 2 ** 20
/** Slow enough that it can be killed in the middle. */
const DRIP = { bytes: 1024, everyMs: 2 }
const QUIET_MS = 300
/** What each try may fetch twice: what was not on record, and what several send where they meet. */
const HELD_BYTES = 4 * PART

/** Two machines that call themselves the same, each with process numbers of its own: neither takes the other for dead. */
export const sameHostnameRow: MatrixRow = {
  name: '25 two process namespaces, one host name',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], inPods(sameHostname), { size: SIZE }),
  whole: 50,
  sample: 2,
  atOnce: 1,
}

/** A new machine after each kill goes on with what the one before left, and lets nothing pile up. */
export const newHostnameRow: MatrixRow = {
  name: '25 a new host name after each kill',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], inPods(newHostname), { size: SIZE }),
  whole: 50,
  sample: 2,
  atOnce: 1,
}

function inPods(trial: (arena: Arena, seed: number) => Promise<TrialResult>): typeof trial {
  return async (arena, seed) => ((await canStartPods()) ? await trial(arena, seed) : { outcome: 'skipped' })
}

function jobOf({ server, source, dstPath, environment }: Arena) {
  const options = { dstPath, partSize: PART, partsFrom: PART, retryBaseMs: 1, quietAfterMs: QUIET_MS }
  return { trackingUri: server.origin, source, options, environment, digests: true }
}

async function sameHostname(arena: Arena, seed: number): Promise<TrialResult> {
  const { random, server, file } = arena
  const isReplaced = random.next() < 0.5
  const other = isReplaced ? generatedFile(SIZE, seed + 2 ** 24) : file
  const [first, second] = await Promise.all([startPod('same'), startPod('same')])
  try {
    arena.dataFaults = () => ({ drip: DRIP })
    const startAt = random.integer(0, SIZE / 2)
    const isOnItsWay = new Promise<void>((resolve) => {
      arena.onSent = () => {
        if (arena.sent >= startAt) resolve()
      }
    })
    const ofFirst = first.run(jobOf(arena))
    await isOnItsWay
    server.tree.set('run/model.bin', other)
    judgeResult(await second.run(jobOf(arena)), [other])
    judgeResult(await ofFirst, [file, other])
  } finally {
    await Promise.all([first.end(), second.end()])
  }
  await arena.stands([file, other])
  await arena.assertTidy(false)
  return { outcome: 'right', size: SIZE, sent: arena.sent }
}

async function newHostname(arena: Arena): Promise<TrialResult> {
  const { random } = arena
  let done = 0
  for (const hostname of ['pod-1', 'pod-2', 'pod-3', 'pod-4']) {
    const isLast = hostname === 'pod-4'
    const pod = await startPod(hostname)
    try {
      arena.dataFaults = () => ({ drip: DRIP })
      const killAt = arena.sent + random.integer(1, SIZE / 4)
      arena.onSent = () => {
        if (!isLast && arena.sent >= killAt) pod.kill()
      }
      const before = arena.sentInRanges
      const result = await pod.run(jobOf(arena))
      if (isLast) judgeResult(result, [arena.file])
      const sent = arena.sentInRanges - before
      if (isLast && sent > SIZE - done + HELD_BYTES)
        throw new Error(`Of ${SIZE} bytes, ${done} were on record, and ${sent} were sent again`)
    } finally {
      await pod.end()
    }
    // A process that was killed has its connections for a moment yet, and the server goes on to fill them.
    while (arena.server.connections > 0) await delay(5)
    const left = (await readdir(arena.dstPath).catch(() => [])).filter((name) => name.endsWith('.part'))
    if (left.length > 2) throw new Error(`${left.length} partial files have piled up`)
    if (await arena.stands()) break
    done = await bytesInManifest(arena)
  }
  await arena.assertTidy(false)
  return { outcome: 'right', size: SIZE, sent: arena.sent }
}
