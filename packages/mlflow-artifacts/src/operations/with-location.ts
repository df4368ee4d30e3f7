import type { Location } from '../resolve/location.ts'
import { resolveSource } from '../resolve/resolve-source.ts'
import { CallSession, type CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { checkedSource } from '../source/checked-source.ts'
import { explainMissing } from './explain-missing.ts'

/** Resolves a source, does something with the place, and frees what the call held open, whatever happens. */
export async function withLocation<Result>(
  source: ArtifactSource,
  settings: CallSettings,
  operation: (location: Location, session: CallSession) => Promise<Result>,
): Promise<Result> {
  const checked = checkedSource(source)
  settings.signal?.throwIfAborted()
  const session = new CallSession(settings)
  try {
    const location = await resolveSource(checked, session)
    try {
      return await operation(location, session)
    } catch (error) {
      explainMissing(error, checked.kind === 'uri' ? checked.uri : undefined, location, settings.cwd)
      throw error
    }
  } finally {
    await session.close()
  }
}
