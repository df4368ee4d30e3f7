import picomatch from 'picomatch'

// A name without a slash is meant in any directory. Extended globs can take exponential time to match.
const OPTIONS = { dot: true, basename: true, noextglob: true, nonegate: true } as const

/** Whether a path, relative to the directory that is downloaded, is wanted. */
export function selection(
  include: readonly string[] | undefined,
  exclude: readonly string[] | undefined,
): (path: string) => boolean {
  const isIncluded = include === undefined ? () => true : picomatch([...include], OPTIONS)
  const isExcluded =
    exclude === undefined || exclude.length === 0 ? () => false : picomatch([...exclude], OPTIONS)
  return (path) => isIncluded(path) && !isExcluded(path)
}
