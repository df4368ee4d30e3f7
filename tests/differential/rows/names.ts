import { decodePath, validatePathIsSafe } from '@mlflow-artifacts/repository'
import { posixBasename, posixDirname } from '@mlflow-artifacts/repository/python'
import { joined, subtree } from '../generate/tree.ts'
import { partOfModel } from '../right-answer.ts'
import type { Difference } from './row.ts'

/** The paths that a call reads: of the artifact, and of everything below it. */
export function pathsOf({ call, asked }: Pick<Difference, 'call' | 'asked'>): string[] {
  const ofModel = partOfModel(call, asked)
  const below = [
    ...subtree(call.place.tree, asked.path).keys(),
    ...(ofModel === undefined ? [] : subtree(ofModel.tree, ofModel.path).keys()),
  ]
  return [asked.path, ...below.map((path) => joined(asked.path, path))]
}

/** Whether Python reads a path, or some part of it that it meets alone, as another, or refuses it. */
export function isMisread(path: string): boolean {
  const segments = path.split('/')
  return segments.some((_, start) =>
    segments.some((_, end) => end >= start && isReadAsAnother(segments.slice(start, end + 1).join('/'))),
  )
}

/** Whether MLflow's server has no way to serve a name: it decodes what it is asked for, and takes no `#`. */
export function isUnservable(path: string): boolean {
  try {
    return path.includes('#') || decodePath(`_/${path}`) !== `_/${path}`
  } catch {
    return true
  }
}

/** Whether a path lies in a directory that MLflow's server has no way to list, or is one. */
export function isBelowUnservable(path: string): boolean {
  const segments = path.split('/')
  return segments.some((_, end) => isUnservable(segments.slice(0, end + 1).join('/')))
}

/** Whether a directory that a call reads holds nothing but a file of its own name. */
export function holdsOnlyItsName({ call, asked }: Pick<Difference, 'call' | 'asked'>): boolean {
  const below = subtree(call.place.tree, asked.path).keys()
  const paths = [...below].map((path) => joined(call.place.name, joined(asked.path, path)))
  return paths.some((path) => {
    const directory = posixDirname(path)
    return (
      posixBasename(directory) === posixBasename(path) &&
      paths.every((other) => other === path || !other.startsWith(`${directory}/`))
    )
  })
}

/** Whether boto3 has no room for the extension of its temporary file: it cuts names to 255 characters, not to 255 bytes. */
export function isTooLongForBoto(path: string): boolean {
  return path
    .split('/')
    .some((name) => Buffer.byteLength(name) > 255 - '.12345678'.length && /[^ -~]/.test(name))
}

function isReadAsAnother(path: string): boolean {
  try {
    return validatePathIsSafe(path) !== path
  } catch {
    return true
  }
}
