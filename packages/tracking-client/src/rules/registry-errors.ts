import { MlflowError } from '@mlflow-artifacts/repository'
import { pythonRepr } from '@mlflow-artifacts/repository/python'

/** The failures that every registry reports with the same words, which are Python's; `uri` is the registry's. */
export const registryErrors = {
  modelNotFound(name: string, uri: string): MlflowError {
    return new MlflowError(`Registered Model with name=${name} not found`, {
      code: 'RESOURCE_DOES_NOT_EXIST',
      uri,
    })
  },

  /** Python's client hides prompts, which are kept as registered models (`_raise_if_prompt`). */
  modelIsPrompt(name: string, uri: string): MlflowError {
    return new MlflowError(`Registered Model with name=${pythonRepr(name)} not found.`, {
      code: 'RESOURCE_DOES_NOT_EXIST',
      uri,
      hint: 'The name belongs to a prompt; prompts have no artifacts.',
    })
  },

  versionNotFound(name: string, version: bigint, uri: string): MlflowError {
    return new MlflowError(`Model Version (name=${name}, version=${version}) not found`, {
      code: 'RESOURCE_DOES_NOT_EXIST',
      uri,
    })
  },

  noVersions(name: string, stage: string | undefined, uri: string): MlflowError {
    const suffix = stage === undefined ? '' : ` and stage '${stage}'`
    return new MlflowError(`No versions of model with name '${name}'${suffix} found`, { uri })
  },

  aliasNotFound(alias: string, uri: string): MlflowError {
    return new MlflowError(`Registered model alias ${alias} not found.`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri,
    })
  },

  latestNotFound(name: string, uri: string): MlflowError {
    return new MlflowError(`Latest version not found for model ${name}.`, {
      code: 'RESOURCE_DOES_NOT_EXIST',
      uri,
    })
  },
}
