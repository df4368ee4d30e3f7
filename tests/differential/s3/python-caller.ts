import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment } from '../../src/servers/clean-environment.ts'

const SCRIPT: string = fileURLToPath(new URL('../../python/situations.py', import.meta.url))

/** A call of `mlflow.artifacts`, with all its variables. */
interface SituationCall {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly function: 'list_artifacts' | 'download_artifacts'
  readonly arguments: { readonly artifact_uri: string; readonly dst_path?: string }
}

/** Python, which answers one call after the other, each as a new process would. */
export interface PythonCaller {
  call(call: SituationCall): Promise<{ readonly value: unknown } | { readonly message: string }>
  close(): void
}

export function startPythonCaller(python: string, home: string): PythonCaller {
  const child = spawn(python, [SCRIPT], { env: cleanEnvironment(home), stdio: ['pipe', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async call(call) {
      child.stdin.write(`${JSON.stringify(call)}\n`)
      const { value: line, done } = await lines.next()
      if (done) throw new Error('Python has ended')
      return JSON.parse(line)
    },
    close: () => child.stdin.end(),
  }
}
