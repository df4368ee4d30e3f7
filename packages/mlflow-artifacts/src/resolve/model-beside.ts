import { stat } from '@mlflow-artifacts/transfer'
import type { CallSession } from '../session/call-session.ts'
import type { Location, LoggedModelLocation } from './location.ts'

/**
 * The logged model that stands beside what a run has itself at a place; `undefined`: none, or the server does not say and
 * the run has something.
 *
 * @throws MlflowError - why the server does not say, where nothing but a model could be there
 */
export async function modelBeside(
  { repository, path, loggedModel }: Location,
  session: CallSession,
): Promise<LoggedModelLocation | undefined> {
  try {
    return await loggedModel?.()
  } catch (error) {
    session.signal?.throwIfAborted()
    const info = await stat(repository, path, session).catch(() => undefined)
    session.signal?.throwIfAborted()
    if (info === undefined) throw error
    return undefined
  }
}
