import { type FileInfo, MlflowError } from '@mlflow-artifacts/repository'

/**
 * Whether the name of a file ends in a slash, as that of a directory, so that it has no place on a disk. What was asked
 * for by such a name, and was not found, is for its store to tell.
 *
 * @param wanted - the path that was asked for
 */
export function endsInSlash({ path, isDir, fileSize }: FileInfo, wanted: string): boolean {
  return !isDir && /(?:^|\/)$/.test(path) && (fileSize !== undefined || path !== wanted)
}

/**
 * The error of such a file.
 *
 * @param name - its last one, without the slashes at the end
 */
export function slashAtEnd(name: string, target: string): MlflowError {
  return new MlflowError(
    `The store holds content under '${name}/', the name of a directory, which a file system cannot: ${target}`,
    {
      code: 'INVALID_PARAMETER_VALUE',
      uri: target,
      hint:
        `Leave it out (exclude: ['**/${name}', '!**/${name}/']), or remove or rename that object in the store. What is in the ` +
        'directory is downloaded all the same; the content is read by openArtifact or loadText.',
    },
  )
}
