import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { withinLimit } from '@mlflow-artifacts/http-client'
import { helperError } from './helper-error.ts'

/** A token is a few kilobytes. */
const LARGEST_OUTPUT: number = 2 ** 20

/** How a credential helper is run. */
export interface HelperOptions {
  /** Its file, and what it is called with. */
  readonly command: readonly [string, ...string[]]
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly limitMs: number
  readonly signal: AbortSignal
}

/**
 * What a credential helper writes. It ends, with all that it has started, when it takes too long or writes too much, and
 * with the signal.
 *
 * @throws Error of {@link helperError}, without what it wrote; and the reason of the signal
 */
export async function runHelper({ limitMs, signal, ...options }: HelperOptions): Promise<string> {
  const [file] = options.command
  const expired = (): Error => helperError(file, `did not end within ${limitMs / 1000} seconds`)
  return await withinLimit(limitMs, signal, expired, (limited) => outputOf(options, limited))
}

async function outputOf(
  { command: [file, ...parameters], cwd, environment }: Omit<HelperOptions, 'limitMs' | 'signal'>,
  signal: AbortSignal,
): Promise<string> {
  const isWindows = process.platform === 'win32'
  const start = (): ChildProcessByStdio<null, Readable, null> => {
    try {
      // A group of its own can be ended as a whole.
      return spawn(file, parameters, {
        cwd,
        env: environment,
        stdio: ['ignore', 'pipe', 'ignore'],
        detached: !isWindows,
        windowsHide: true,
      })
    } catch (error) {
      throw helperError(file, `cannot be started: ${reasonOf(error)}`)
    }
  }
  const child = start()
  const { stdout } = child
  const chunks: Buffer[] = []
  let size = 0
  try {
    return await new Promise<string>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      stdout.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size > LARGEST_OUTPUT) reject(helperError(file, `wrote more than ${LARGEST_OUTPUT} bytes`))
      })
      stdout.on('error', () => reject(helperError(file, 'cannot be read')))
      child.on('error', (error) => reject(helperError(file, `cannot be started: ${reasonOf(error)}`)))
      child.once('close', (code, killedBy) => {
        if (code === 0) resolve(Buffer.concat(chunks).toString())
        else
          reject(helperError(file, killedBy ? `was ended by ${killedBy}` : `failed with exit code ${code}`))
      })
    })
  } catch (error) {
    stdout.destroy()
    end(child, isWindows)
    throw error
  }
}

function end(child: ChildProcess, isWindows: boolean): void {
  if (child.pid === undefined) return
  try {
    if (isWindows) child.kill()
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return code === 'ENOENT' ? 'there is no such file' : code
}
