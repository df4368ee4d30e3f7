import { parseJsonAnswer } from '@mlflow-artifacts/http-client'
import type { FileInfo, HttpResponse } from '@mlflow-artifacts/repository'
import { compareCodePoints, type JsonValue } from '@mlflow-artifacts/repository/python'
import { unexpectedAnswer } from '../response/unexpected-answer.ts'
import { listedName } from './listed-name.ts'

/**
 * The entries of a listing that MLflow's server answered, sorted by path; none for `{}`, which it answers for
 * nothing and for most files.
 *
 * @param directory - which was listed, `''` for the root; the paths of the entries start with it
 * @param only - the name of the one entry that is wanted. Default: all. What is not wanted is not judged, so that no
 *   name that leads elsewhere stands in the way of its siblings.
 * @throws UnsafePathError for an entry that is not below the directory
 * @throws MlflowError where the answer is no listing
 */
export function parseListing(
  text: string,
  directory: string,
  response: HttpResponse,
  only?: string,
): FileInfo[] {
  const infos: FileInfo[] = []
  for (const entry of filesOf(text, response)) {
    const { path, is_dir: isDir, file_size: size } = isObject(entry) ? entry : {}
    if (typeof path !== 'string') throw unexpectedAnswer(response, 'listing of artifacts')
    if (only !== undefined && path !== only) continue
    const name = listedName(path, directory, response)
    if (name === undefined) continue
    infos.push({
      path: directory === '' ? name : `${directory}/${name}`,
      isDir: isDir === true,
      fileSize: isDir === true ? undefined : byteCount(size),
    })
  }
  return infos.sort((a, b) => compareCodePoints(a.path, b.path))
}

function filesOf(text: string, response: HttpResponse): readonly JsonValue[] {
  const answer = parseJsonAnswer(text, response)
  const files = isObject(answer) ? (answer.files ?? []) : undefined
  if (!Array.isArray(files)) throw unexpectedAnswer(response, 'listing of artifacts')
  return files
}

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Some stores write integers as strings; what is no exact number of bytes says nothing. */
function byteCount(size: JsonValue | undefined): number | undefined {
  const count = typeof size === 'string' && /^\d+$/.test(size) ? Number(size) : size
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined
}
