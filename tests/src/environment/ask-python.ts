import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment } from '../servers/clean-environment.ts'

const SCRIPT: string = fileURLToPath(new URL('../../python/environment.py', import.meta.url))

/** A call of `mlflow.artifacts` with variables of its own. */
export interface PythonCall {
  readonly variables: Readonly<Record<string, string>>
  readonly function: 'list_artifacts' | 'download_artifacts'
  readonly arguments: { readonly artifact_uri: string; readonly dst_path?: string }
}

/** What became of a call. */
export type PythonOutcome = { readonly value: unknown } | { readonly message: string }

/** Makes calls in one process of Python, one after the other. */
export async function askPython(
  python: string,
  home: string,
  calls: readonly PythonCall[],
): Promise<PythonOutcome[]> {
  const child = spawn(python, [SCRIPT], { env: cleanEnvironment(home), stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(calls.map((call) => `${JSON.stringify(call)}\n`).join(''))
  const [answer, log] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (answer === '') throw new Error(`Python has ended. ${log}`)
  return answer
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
