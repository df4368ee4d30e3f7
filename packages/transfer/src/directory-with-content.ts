import { MlflowError } from '@mlflow-artifacts/repository'
import { posixBasename } from '@mlflow-artifacts/repository/python'

/**
 * The error of an object whose name ends in a slash, as that of a directory, and which has content all the same.
 *
 * @param name - of the object, without its slashes at the end
 */
export function directoryWithContent(name: string, target: string): MlflowError {
  const last = posixBasename(name)
  return new MlflowError(
    `The store holds content under '${name}/', the name of a directory, which a file system cannot: ${target}`,
    {
      code: 'INVALID_PARAMETER_VALUE',
      uri: target,
      hint:
        `Leave it out (exclude: ['**/${last}', '!**/${last}/']), or remove or rename that object in the store. What is in the ` +
        'directory is downloaded all the same; the content is read by openArtifact or loadText.',
    },
  )
}
