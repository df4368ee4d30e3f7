import { unlink, utimes, writeFile } from 'node:fs/promises'
import { bytesFile, generatedFile } from '@mlflow-artifacts/testing/fault-server'
import { type Arena, PART } from '../arena.ts'
import { type Change, OLD_TIME, WAYS_OF_CHANGE, type WayOfChange } from '../children/change.ts'
import { ChangeProcess } from '../children/change-process.ts'
import { DownloadProcess } from '../children/download-process.ts'
import { type MatrixRow, type TrialResult, WrongFile } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const MOST_BYTES = 20 * 2 ** 20
/** About as long as a copy takes. */
const LONGEST_DELAY_MS = 60
const MOST_STEPS = 4

interface Processes {
  readonly downloader: DownloadProcess
  readonly changer: ChangeProcess
}

let processes: Promise<Processes> | undefined

/** A file of this machine that another process changes while it is copied: what is copied is what it was at one time. */
export const changedSourceRows: readonly MatrixRow[] = WAYS_OF_CHANGE.map((how) => ({
  name: `30 local source: ${how}`,
  trials: onBackends(['FS'], (arena, seed) => trial(arena, seed, how)),
  whole: 200,
  sample: 8,
  atOnce: 1,
  close: async () => {
    const { downloader, changer } = (await processes) ?? {}
    processes = undefined
    await downloader?.end()
    await changer?.end()
  },
}))

async function trial(arena: Arena, seed: number, how: WayOfChange): Promise<TrialResult> {
  processes ??= start()
  const { downloader, changer } = await processes
  const { random, source, dstPath, environment } = arena
  const size = random.integer(1, MOST_BYTES)
  const before = contentOf(size, seed)
  await unlink(source)
  await writeFile(source, before)
  await utimes(source, OLD_TIME, OLD_TIME)
  const change: Change = {
    path: source,
    how,
    afterMs: random.integer(0, LONGEST_DELAY_MS),
    steps: Array.from({ length: how === 'delete' ? 1 : random.integer(1, MOST_STEPS) }, (_, index) => ({
      seed: seed + 1_000_000 * (index + 1),
      size: how === 'truncate' ? Math.floor(size / (index + 2)) : size,
    })),
  }
  const options = { dstPath, partSize: PART, retryBaseMs: 1, ...(random.next() < 0.5 && { partsFrom: PART }) }
  const { ended } = await changer.begin(change)
  const result = await downloader.run({ trackingUri: 'http://127.0.0.1:1', source, options, environment })
  await ended

  const contents = contentsAfter(before, change)
  const stands = await arena.stands(contents.map((content) => bytesFile(content)))
  if (result?.path !== undefined) {
    if (!stands) throw new WrongFile('It succeeded without a file')
    return { outcome: 'right', size }
  }
  if (stands) throw new Error(`It failed, but the file is there: ${result?.message}`)
  const isTold =
    result?.code === 'DATA_LOSS' || (how === 'delete' && result?.code === 'RESOURCE_DOES_NOT_EXIST')
  if (!isTold) throw new Error(`It failed for another reason: ${result?.code} ${result?.message}`)
  await arena.assertTidy(true)
  return { outcome: 'refused', size }
}

async function start(): Promise<Processes> {
  const [downloader, changer] = await Promise.all([DownloadProcess.start(), ChangeProcess.start()])
  return { downloader, changer }
}

/** What the file was before the change, and after each step of it. */
function contentsAfter(before: Buffer, { how, steps }: Change): Buffer[] {
  const contents = [before]
  for (const { seed, size } of steps) {
    if (how === 'append') contents.push(Buffer.concat([contents.at(-1) ?? before, contentOf(size, seed)]))
    else if (how === 'truncate') contents.push(before.subarray(0, size))
    else if (how !== 'delete') contents.push(contentOf(size, seed))
  }
  return contents
}

function contentOf(size: number, seed: number): Buffer {
  return Buffer.concat([...generatedFile(size, seed).read(0, size)])
}
