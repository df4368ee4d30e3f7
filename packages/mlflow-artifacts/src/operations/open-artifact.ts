import { type ArtifactContent, MlflowError, type OpenOptions } from '@mlflow-artifacts/repository'
import { stat } from '@mlflow-artifacts/transfer'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { withLocation } from './with-location.ts'

/** Starts reading one file: of the run where it has it, otherwise of the run's logged model. */
export async function openArtifact(
  source: ArtifactSource,
  { range, ifMatch }: Omit<OpenOptions, 'signal'>,
  settings: CallSettings,
): Promise<ArtifactContent> {
  return await withLocation(source, settings, async ({ repository, path, loggedModel }, session) => {
    const request = { range, ifMatch, signal: session.signal }
    try {
      return await repository.open(path, request)
    } catch (error) {
      const missing = MlflowError.isInstance(error) && error.code === 'RESOURCE_DOES_NOT_EXIST'
      const model = missing ? await loggedModel?.() : undefined
      if (
        model === undefined ||
        (await stat(model.location.repository, model.location.path, session)) === undefined
      ) {
        throw error
      }
      return await model.location.repository.open(model.location.path, request)
    }
  })
}
