import { judgeSituation } from './judge-situation.ts'
import { startPythonCaller } from './python-caller.ts'
import { runSituation } from './run-situation.ts'
import { SITUATIONS } from './situations.ts'

/**
 * Asks both sides in every situation, one after the other.
 *
 * @param folder - holds the homes; nothing of it is needed afterwards
 * @returns what cannot be explained
 */
export async function runSituations(python: string, folder: string): Promise<string[]> {
  const caller = startPythonCaller(python, folder)
  try {
    const failures: string[] = []
    for (const situation of SITUATIONS) {
      const failure = judgeSituation(situation, await runSituation(situation, folder, caller))
      if (failure !== undefined) failures.push(failure)
    }
    return failures
  } finally {
    caller.close()
  }
}
