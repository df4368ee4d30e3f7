import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** The process that works on a file. */
export interface Owner {
  readonly host: string
  readonly pid: number
  /** When the process started, in a unit of the platform; tells it from a later one with its number. `''`: unknown. */
  readonly started: string
}

/** This process. */
export function thisOwner(): Owner {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) }
}

/** The owner that a text names; `undefined` for anything else. */
export function parseOwner(text: string): Owner | undefined {
  try {
    const owner: Partial<Owner> | null = JSON.parse(text)
    const { host, pid, started } = owner ?? {}
    if (typeof host !== 'string' || typeof pid !== 'number' || typeof started !== 'string') return undefined
    return { host, pid, started }
  } catch {
    return undefined
  }
}

/** Whether the owner still runs. One on another machine counts as running: nothing can be known of it. */
export function isRunning({ host, pid, started }: Owner): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return started === '' || now === '' || now === started
}

/** Linux says it in /proc, behind the name of the program, which may hold anything. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
