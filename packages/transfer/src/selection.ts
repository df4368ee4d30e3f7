// A name without a slash is meant in any directory. Extended globs can take exponential time to match.
const OPTIONS = { dot: true, basename: true, noextglob: true, nonegate: true } as const

/** Whether a path, relative to the directory that is downloaded, is wanted. */
export async function selection(
  include: readonly string[] | undefined,
  exclude: readonly string[] = [],
): Promise<(path: string) => boolean> {
  if (include === undefined && exclude.length === 0) return () => true
  const { default: picomatch } = await import('picomatch')
  const isIncluded = include === undefined ? () => true : picomatch([...include], OPTIONS)
  const isExcluded = picomatch([...exclude], OPTIONS)
  return (path) => isIncluded(path) && !isExcluded(path)
}
