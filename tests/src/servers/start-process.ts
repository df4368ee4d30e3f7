import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { spawnTied } from './spawn-tied.ts'

const START_LIMIT_MS = 90_000
const STOP_LIMIT_MS = 2_000

/** A server in a process of its own. */
export interface RunningProcess<Address> {
  /** What `findAddress` found. */
  readonly address: Address
  /** What the process wrote so far, standard output and error in one. */
  log(): string
  /** Ends the process and all that it started. */
  stop(): Promise<void>
}

/** What to start. */
export interface ProcessOptions<Address> {
  readonly command: string
  readonly arguments: readonly string[]
  /** All of its variables. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly folder: string
  /** Asked again and again until it gives where the server answers. */
  readonly findAddress: (log: string) => Promise<Address | undefined>
}

/**
 * Starts a server and waits until it answers. It ends with this process, however that ends.
 *
 * @throws Error with all that the process wrote, where it ends or does not answer in time
 */
export async function startProcess<Address>(
  options: ProcessOptions<Address>,
): Promise<RunningProcess<Address>> {
  const child = spawnTied(options)
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  }
  let hasEnded = false
  const ended = once(child, 'exit').then(
    () => {
      hasEnded = true
    },
    (error: Error) => {
      hasEnded = true
      log += error.message
    },
  )

  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || hasEnded) return
    process.kill(-child.pid, signal)
  }

  async function stop(): Promise<void> {
    signalGroup('SIGTERM')
    const timer = setTimeout(signalGroup, STOP_LIMIT_MS, 'SIGKILL')
    await ended
    clearTimeout(timer)
  }

  const deadline = Date.now() + START_LIMIT_MS
  while (!hasEnded && Date.now() < deadline) {
    const address = await options.findAddress(log)
    if (address !== undefined) return { address, log: () => log, stop }
    await Promise.race([delay(50), ended])
  }
  const failure = hasEnded ? 'ended before it answered' : `did not answer within ${START_LIMIT_MS / 1000} s`
  await stop()
  throw new Error(`${options.command} ${options.arguments.join(' ')} ${failure}:\n${log}`)
}
