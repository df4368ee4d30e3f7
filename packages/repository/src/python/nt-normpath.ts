import { ntSplitdrive } from './nt-splitdrive.ts'

/**
 * A Windows path with backslashes only, without empty and `.` segments, and with each `..` resolved by its
 * predecessor. Python 3.11's `ntpath.normpath`.
 */
export function ntNormpath(path: string): string {
  const [drive, rest] = ntSplitdrive(path.replaceAll('/', '\\'))
  const root = rest.startsWith('\\') ? '\\' : ''
  const segments: string[] = []
  for (const segment of rest.split('\\')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop()
    else if (root === '' && !drive.endsWith('\\')) segments.push(segment)
  }
  return drive + root + segments.join('\\') || '.'
}
