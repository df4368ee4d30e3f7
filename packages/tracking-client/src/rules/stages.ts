import { MlflowError } from '@mlflow-artifacts/repository'

const STAGES: readonly string[] = ['None', 'Staging', 'Production', 'Archived']

/** The stage of a version that was deleted but is still recorded. */
export const DELETED_STAGE = 'Deleted_Internal'

/**
 * The stages, as they are stored, that a caller's stage stands for: itself in any case, or all of them where there is
 * none. Python's `get_canonical_stage`.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for any other text
 */
export function wantedStages(stage: string | undefined): readonly string[] {
  if (stage === undefined) return STAGES
  const stages = STAGES.filter((name) => name.toLowerCase() === stage.toLowerCase())
  if (stages.length === 0) {
    throw new MlflowError(
      `Invalid Model Version stage: ${stage}. Value must be one of ${STAGES.join(', ')}.`,
      { code: 'INVALID_PARAMETER_VALUE' },
    )
  }
  return stages
}
