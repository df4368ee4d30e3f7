import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'

/**
 * Becomes the command, beside a watcher in the same process group that waits for the end of standard input: the system
 * closes it when whoever holds its other end ends, however that is. The group then has two seconds to end itself.
 */
const TIED = `
exec 3<&0 </dev/null
{ trap '' TERM; while read -r _; do :; done; kill -TERM 0; /bin/sleep 2; kill -KILL 0; } <&3 >/dev/null 2>&1 &
exec 3<&-
exec "$@"`

/** What to start. */
interface TiedOptions {
  readonly command: string
  readonly arguments: readonly string[]
  /** All of its variables. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly folder: string
}

/**
 * Starts a process that ends, with all that it started, when this one does: also where that is killed. It leads a process
 * group; what it leaves of that when it ends itself ends as well. Standard input is empty: the tie is in its place.
 */
export function spawnTied(options: TiedOptions): ChildProcessWithoutNullStreams {
  const child = spawn('/bin/sh', ['-c', TIED, 'sh', options.command, ...options.arguments], {
    cwd: options.folder,
    env: { ...options.environment },
    detached: true,
  })
  // A process that could not be started has no standard input; its `error` follows.
  child.on('exit', () => child.stdin.destroy())
  return child
}
