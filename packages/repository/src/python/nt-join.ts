import { ntSplitdrive } from './nt-splitdrive.ts'

/** Joins two Windows paths; an absolute second one, or one on another drive, wins. Python 3.11's `ntpath.join`. */
export function ntJoin(first: string, second: string): string {
  let [drive, path] = ntSplitdrive(first)
  const [secondDrive, secondPath] = ntSplitdrive(second)
  if (/^[\\/]/.test(secondPath)) {
    if (secondDrive !== '' || drive === '') drive = secondDrive
    path = secondPath
  } else if (secondDrive !== '' && secondDrive.toLowerCase() !== drive.toLowerCase()) {
    drive = secondDrive
    path = secondPath
  } else {
    if (secondDrive !== '') drive = secondDrive
    if (path !== '' && !/[\\/]$/.test(path)) path += '\\'
    path += secondPath
  }
  const needsSeparator = /^[^\\/]/.test(path) && drive !== '' && !drive.endsWith(':')
  return drive + (needsSeparator ? '\\' : '') + path
}
