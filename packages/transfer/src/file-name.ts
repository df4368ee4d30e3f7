import type { ArtifactRepository, FileInfo } from '@mlflow-artifacts/repository'
import { posixBasename } from '@mlflow-artifacts/repository/python'

/**
 * The name of a file, for patterns and messages; where a store holds content under the name of a directory, that of the
 * directory.
 */
export function fileName({ path }: FileInfo, { uri }: Pick<ArtifactRepository, 'uri'>): string {
  return posixBasename((path || uri).replace(/\/+$/, ''))
}
