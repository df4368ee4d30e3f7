import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cleanEnvironment } from '../../tests/src/servers/clean-environment.ts'
import type { Place, Program } from './peer.ts'
import { programPath } from './program-path.ts'

/** What one process took. */
export interface Measurement {
  readonly wallSeconds: number
  /** User and system, of the process and of all that it waited for. */
  readonly cpuSeconds: number
  /** The most that the process, or one that it waited for, held in memory. */
  readonly peakBytes: number
  /** What the program said of itself. */
  readonly figures: Readonly<Record<string, number>>
}

/** Longer than any program here may take. */
const LIMIT_MS = 600_000

/**
 * Runs a program as a process of its own, and asks the system what it took.
 *
 * @throws Error with what it wrote, where it fails
 */
export async function measure(program: Program, { tools, folder }: Place): Promise<Measurement> {
  const report = join(folder, 'report.json')
  await rm(report, { force: true })
  // -I -S: the launcher stays small, as what it holds counts as the least that its child held.
  const running = promisify(execFile)(
    tools.python,
    ['-I', '-S', programPath('launcher.py'), report, program.command, ...program.arguments],
    {
      cwd: folder,
      env: { ...cleanEnvironment(folder, program.environment) },
      maxBuffer: 2 ** 28,
      timeout: LIMIT_MS,
    },
  )
  const end = (): void => void running.child.kill()
  process.once('exit', end)
  const { stdout, stderr } = await running.finally(() => process.off('exit', end))
  const { exitCode, wallSeconds, cpuSeconds, peakBytes } = JSON.parse(await readFile(report, 'utf8'))
  if (exitCode !== 0) throw new Error(`${program.command} ended with ${exitCode}: ${stderr.slice(-2000)}`)
  return { wallSeconds, cpuSeconds, peakBytes, figures: figuresOf(program, stdout) }
}

function figuresOf({ output = 'ignored' }: Program, stdout: string): Measurement['figures'] {
  switch (output) {
    case 'ignored':
      return {}
    case 'figures':
      return JSON.parse(stdout)
    case 'entries':
      return { listed: stdout.split('\n').filter((line) => line !== '').length }
  }
}
