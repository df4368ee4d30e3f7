import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TransferError } from '@mlflow-artifacts/repository'
import { bytesFile, generatedFile } from '@mlflow-artifacts/testing/fault-server'
import type { DownloadArtifactsOptions } from 'mlflow-artifacts/compose'
import type { Quirk } from '../../file-systems/mount.ts'
import { type Arena, assertTyped, PART } from '../arena.ts'
import { DownloadProcess } from '../children/download-process.ts'
import { OddMounts } from '../odd-mounts.ts'
import { type MatrixRow, type TrialResult, WrongFile } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const KINDS: readonly [readonly Quirk[], ...(readonly Quirk[])[]] = [
  ['sequential'],
  ['chmod'],
  ['statfs'],
  ['rename'],
  ['rename-never'],
  ['readdir'],
  ['fold'],
  ['sync'],
  ['sequential', 'chmod', 'statfs', 'rename', 'readdir'],
]
const PAIRS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['README', 'readme'],
  ['caf\u00e9', 'cafe\u0301'],
  ['stra\u00dfe', 'STRASSE'],
]
/** So that a connection holds little that has left the server and has not arrived. */
const DRIP = { bytes: 8 * 1024, everyMs: 1 }
const LONGEST_COPY_MS = 60

const mounts = new OddMounts()

/** What a file system cannot do, a download does without, also one that goes on with another; or it says so. */
export const oddFileSystemsRow: MatrixRow = {
  name: '31 odd file system: killed, aborted or cut, then again',
  trials: {
    ...onBackends(['PL', 'PR', 'PS', 'GC', 'HT'], interruptedTrial),
    ...onBackends(['FS'], interruptedTrial, { size: 4 * 2 ** 20 }),
  },
  whole: 3 * KINDS.length,
  sample: KINDS.length,
  close: () => mounts.close(),
}

/** Of two artifacts that cannot both be there, one is, and the other is a typed error. */
export const foldedNamesRow: MatrixRow = {
  name: '31 two names that are one to the file system',
  trials: onBackends(['PL', 'PR', 'PS', 'GC'], foldedTrial),
  whole: 20,
  sample: 3,
  close: () => mounts.close(),
}

async function interruptedTrial(arena: Arena, seed: number): Promise<TrialResult> {
  const { random, server, backend } = arena
  const quirks = KINDS[seed % KINDS.length] ?? KINDS[0]
  const dstPath = await mounts.directory(quirks)
  if (dstPath === undefined) return { outcome: 'skipped' }
  arena.at(dstPath)
  const options = {
    partSize: PART,
    partsFrom: PART,
    retryBaseMs: 1,
    // Where nothing can be renamed, nothing is taken over.
    quietAfterMs: 300,
    connectionsPerFile: random.integer(1, 3),
    resume: random.next() < 0.8,
    durable: random.next() < 0.3,
  }
  const isRefused = quirks.includes('rename-never') || (quirks.includes('sync') && options.durable)
  const isReplaced = backend !== 'FS' && !isRefused
  const files = [arena.file, ...(isReplaced ? [generatedFile(arena.file.size, seed + 2 ** 24)] : [])]
  let result: TrialResult = { outcome: 'skipped' }
  for (const [round, file] of files.entries()) {
    server.tree.set('run/model.bin', file)
    await interrupt(arena, options)
    await arena.stands(files.slice(0, round + 1))
    arena.onSent = undefined
    arena.dataFaults = () => ({ drip: DRIP })
    const before = arena.sent
    // One stream: what several send twice where they meet says nothing of what was lost.
    result = {
      ...(await arena.attempt({ ...options, connectionsPerFile: 1 }, [file])),
      sent: arena.sent - before,
    }
    if ((result.outcome === 'refused') !== isRefused) {
      throw new Error(`On ${quirks} it was ${result.outcome}`, { cause: arena.error })
    }
  }
  return result
}

/** Ends a download in the middle, by one of three ways. */
async function interrupt(arena: Arena, options: DownloadArtifactsOptions): Promise<void> {
  const { random, file, server, source, dstPath, environment, backend } = arena
  const how = backend === 'FS' ? 'killed' : random.pick(['killed', 'aborted', 'cut'] as const)
  const at = arena.sent + random.integer(1, file.size)
  const cut = { at: random.integer(0, file.size - 1), how: 'rst' } as const
  arena.dataFaults = () => ({ drip: DRIP, ...(how === 'cut' && { cut }) })
  if (how === 'killed') {
    const child = await DownloadProcess.start()
    arena.onSent = () => {
      if (arena.sent >= at) child.kill()
    }
    const killed = child.run({
      trackingUri: server.origin,
      source,
      options: { ...options, dstPath },
      environment,
    })
    if (backend === 'FS') void delay(random.next() * LONGEST_COPY_MS).then(() => child.kill())
    await killed
    await child.end()
    return
  }
  const controller = new AbortController()
  const reason = new Error('interrupted')
  arena.onSent = () => {
    if (how === 'aborted' && arena.sent >= at) controller.abort(reason)
  }
  const { signal } = controller
  await arena.download({ ...options, attempts: 1, signal }).catch((error: unknown) => {
    if (error !== reason) assertTyped(error)
  })
}

async function foldedTrial(arena: Arena): Promise<TrialResult> {
  const { random, server } = arena
  const dstPath = await mounts.directory(['fold'])
  if (dstPath === undefined) return { outcome: 'skipped' }
  const pair = random.pick(PAIRS)
  for (const name of [...pair, 'other']) {
    server.tree.set(`tree/d/${name}`, bytesFile(encodeURIComponent(name)))
  }
  const error: unknown = await arena
    .artifacts()
    .downloadArtifacts(arena.sourceOf('tree'), { dstPath, concurrency: random.integer(1, 4) })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  assertTyped(error)
  if (!(error instanceof TransferError) || error.failures.size !== 1)
    throw new Error('Not one of them failed', { cause: error })
  const [lost = ''] = error.failures.keys()
  const kept = pair.find((name) => !lost.endsWith(`/${name}`)) ?? ''
  const directory = join(dstPath, 'tree/d')
  if ((await readFile(join(directory, kept), 'utf8')) !== encodeURIComponent(kept))
    throw new WrongFile(`There is something else than ${kept}`)
  const names = await readdir(directory)
  if (names.length !== 2) throw new Error(`There are ${names.join(', ')}`)
  return { outcome: 'refused' }
}
