import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A download, with variables of its own. */
export interface GoogleCall {
  /** Its name. */
  readonly situation: string
  readonly variables: Readonly<Record<string, string>>
  readonly function: 'download_artifacts'
  readonly arguments: { readonly artifact_uri: string; readonly dst_path: string }
}

/** What became of it; only this package has codes. */
export type GoogleOutcome = { readonly value: string } | { readonly message: string; readonly code?: string }

/** One side of the comparison: a process that makes calls, one after the other. */
export interface Side {
  ask(call: GoogleCall): Promise<GoogleOutcome>
  close(): void
}

/** Python MLflow with Google's library for Python. */
export function pythonSide(python: string, variables: Readonly<Record<string, string | undefined>>): Side {
  return startSide(python, fileURLToPath(new URL('../../python/environment.py', import.meta.url)), variables)
}

/** This package. */
export function ourSide(variables: Readonly<Record<string, string | undefined>>): Side {
  return startSide(process.execPath, fileURLToPath(new URL('worker.ts', import.meta.url)), variables)
}

function startSide(
  executable: string,
  script: string,
  env: Readonly<Record<string, string | undefined>>,
): Side {
  const child = spawn(executable, [script], { env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-10_000)
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    async ask(call) {
      child.stdin.write(`${JSON.stringify(call)}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`${script} has ended. ${log}`)
      return JSON.parse(value)
    },
    close: () => void child.stdin.end(),
  }
}
