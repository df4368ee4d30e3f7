import { cleanEnvironment } from '../../../tests/src/servers/clean-environment.ts'
import { startProcess } from '../../../tests/src/servers/start-process.ts'
import { programPath } from '../program-path.ts'

/** A server that is far away. */
interface Distance {
  readonly python: string
  readonly folder: string
  /** The server that is near, such as `http://127.0.0.1:20123`. */
  readonly target: string
  /** What a request waits for its answer, beside the server's own time. */
  readonly roundTripSeconds: number
  /** What one connection carries. */
  readonly bytesPerSecond: number
}

/** Puts a distance between a server and its clients. Linux only. */
export async function startDelayingProxy({
  python,
  folder,
  target,
  roundTripSeconds,
  bytesPerSecond,
}: Distance): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const { address: endpoint, stop } = await startProcess({
    command: python,
    arguments: [
      programPath('delaying_proxy.py'),
      ...[new URL(target).port, String(roundTripSeconds), String(bytesPerSecond)],
    ],
    folder,
    environment: cleanEnvironment(folder),
    findAddress: async (log) => {
      const port = /listening on (\d+)/.exec(log)?.[1]
      return port === undefined ? undefined : `http://127.0.0.1:${port}`
    },
  })
  return { endpoint, stop }
}
