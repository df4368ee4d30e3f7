import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'

/** The process that writes a partial file. */
export interface Writer {
  /** Which kernel, booted when, and whose process numbers: only within one place does a number name a process. */
  readonly place: string
  readonly pid: number
  /** When the process started, in a unit of the kernel; tells it from a later one with its number. `''`: unknown. */
  readonly started: string
}

interface ProcessState {
  readonly pid: number
  readonly isEnded: boolean
  readonly started: string
}

let own: Writer | undefined

/** This process. Where the system does not say enough of it, nobody will ever take it for dead. */
export function thisWriter(): Writer {
  own ??= { place: placeOfProcess() ?? randomBytes(4).toString('hex'), ...numbersOfProcess() }
  return own
}

/**
 * Whether a process is certainly no more: it ran under this boot of this kernel and in this namespace of process numbers,
 * and now nothing, or a process that started at another time, has its number. Of any other process nothing is known.
 */
export function isCertainlyDead({ place, pid, started }: Writer): boolean {
  const self = thisWriter()
  if (place !== self.place || started === '' || self.started === '') return false
  const state = stateOf(String(pid))
  return state === undefined ? !isRunning(pid) : state.isEnded || state.started !== started
}

function placeOfProcess(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const pids = readlinkSync('/proc/self/ns/pid')
    // Start times are told in a time that may be another one in a container.
    const time = readlinkSync('/proc/self/ns/time')
    return createHash('sha256').update(`${boot} ${pids} ${time}`).digest('hex').slice(0, 8)
  } catch {
    return undefined
  }
}

function numbersOfProcess(): Omit<Writer, 'place'> {
  const state = stateOf('self')
  // A /proc of another namespace numbers the processes otherwise: what it says of a number is of somebody else.
  return { pid: process.pid, started: state?.pid === process.pid ? state.started : '' }
}

/** Linux says it in /proc, behind the name of the program, which may hold anything. */
function stateOf(pid: string): ProcessState | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      pid: Number.parseInt(stat, 10),
      isEnded: /^[ZXx]$/.test(fields[0] ?? ''),
      started: fields[19] ?? '',
    }
  } catch {
    return undefined
  }
}

/** Some systems hide the processes of others in /proc, but not from a signal. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
