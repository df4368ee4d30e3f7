import { join } from 'node:path'

/** From where packages are looked for, the first first: files, which need not be there. */
export type PackagePlaces = readonly string[]

/** Beside the command, also where what was started is a link to it, and then from the working directory. */
export function packagePlaces(): PackagePlaces {
  const [, script] = process.argv
  return [import.meta.filename, script, placeInWorkingDirectory()].filter((place) => place !== undefined)
}

/** A directory that was removed has no packages. */
function placeInWorkingDirectory(): string | undefined {
  try {
    return join(process.cwd(), 'package.json')
  } catch {
    return undefined
  }
}
