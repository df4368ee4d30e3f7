import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { startProcess } from './start-process.ts'

const STARTER: string = fileURLToPath(new URL('start-and-stay.ts', import.meta.url))
/** A server that starts another process, and says the numbers of both; neither ends by itself. */
const SERVER: readonly string[] = ['-c', 'sleep 600 & echo "ready $$ $!"; wait']

/** Whether a process runs; one that has ended and that nobody has asked about yet does not. */
function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe.runIf(existsSync('/proc/self/stat'))('a server, and what it started,', () => {
  test.for(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends when the tests are ended by %s',
    async (signal) => {
      const starter = fork(STARTER, SERVER)
      const [pids] = await once(starter, 'message')
      expect(pids.map(runs)).toEqual([true, true])
      starter.kill(signal)
      await once(starter, 'exit')
      await expect.poll(() => pids.filter(runs), { timeout: 30_000 }).toEqual([])
    },
  )

  test('ends when it is stopped', async () => {
    const server = await startProcess({
      command: 'sh',
      arguments: SERVER,
      environment: process.env,
      folder: tmpdir(),
      findAddress: async (log) => /ready (\d+) (\d+)/.exec(log)?.slice(1).map(Number),
    })
    expect(server.address.map(runs)).toEqual([true, true])
    await server.stop()
    await expect.poll(() => server.address.filter(runs), { timeout: 30_000 }).toEqual([])
  })
})

test('a command that is not there is an error that says so', async () => {
  const starting = startProcess({
    command: '/nonexistent/server',
    arguments: [],
    environment: process.env,
    folder: tmpdir(),
    findAddress: async () => undefined,
  })
  await expect(starting).rejects.toThrow(/\/nonexistent\/server.* ended before it answered/)
})
