import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { isRunning, thisOwner } from './owner.ts'

/** Machine, process and start: found out once, as every partial file is named after them. */
let own: string | undefined
/** Begins anywhere, so that no two threads of a process have the same names. */
let next: number = randomBytes(4).readUInt32BE()

/** What tells the partial files of this process from those of others, and from each other. */
export function ownerTag(): string {
  own ??= tagOfThisProcess()
  next = (next + 1) % 2 ** 32
  return `${own}-${next.toString(16).padStart(8, '0')}`
}

/** Whether a file is a partial one of a process of this machine that is no more. */
export function isAbandoned(name: string): boolean {
  const [, machine, pid, started] = /^\..*\.([0-9a-f]{8})-(\d+)-(\d*)-[0-9a-f]{8}\.part$/s.exec(name) ?? []
  if (machine !== machineTag() || pid === undefined || started === undefined) return false
  return !isRunning({ host: hostname(), pid: Number(pid), started })
}

function tagOfThisProcess(): string {
  const { pid, started } = thisOwner()
  return `${machineTag()}-${pid}-${started}`
}

function machineTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}
