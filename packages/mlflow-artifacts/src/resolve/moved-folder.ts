import { existsSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { localFileUriToPath, MlflowError } from '@mlflow-artifacts/repository'
import { getUriScheme } from '@mlflow-artifacts/uri-parsing'
import type { Location } from './location.ts'

/** The folder of an experiment and that of the run make up the place of `artifacts`, and are made with the first file. */
const MADE_WITH_FILES = 3

/**
 * What is to be said where a run or a model led to a folder that is not on this machine; `undefined` where the folder is here,
 * or would be: that of a run which has logged nothing is missing as well, but not what it would be made in.
 *
 * @param cwd - what a relative folder starts from
 */
export function movedFolder({ hops, repository }: Location, cwd: string): string | undefined {
  const { uri } = repository
  if (hops.length < 2 || repository.localPath === undefined || !['', 'file'].includes(getUriScheme(uri)))
    return undefined
  const folder = localFileUriToPath(uri)
  let place = resolve(cwd, existsSync(resolve(cwd, uri)) ? uri : folder)
  for (let level = 0; level <= MADE_WITH_FILES; level += 1) {
    // The root of a file system is on every machine, and so is some working directory.
    if (dirname(place) === place || (place === cwd && !isAbsolute(folder))) break
    if (existsSync(place)) return undefined
    place = dirname(place)
  }
  return `The artifact folder ${folder} is not on this machine${reason(folder, cwd)}`
}

function reason(folder: string, cwd: string): string {
  const advice =
    'Bring the files to that place, or make a link to them there; or name them by the path that they have here, without their run.'
  if (process.platform !== 'win32' && /^\/?[a-z]:[\\/]|^\\\\/i.test(folder))
    return `: it is a path of Windows. Name the files by the path that they have here, without their run.`
  if (folder.startsWith('~'))
    return `: MLflow takes ~ for a folder of that name, in ${cwd}, and not for the home directory. ${advice}`
  if (!isAbsolute(folder))
    return `: it was looked for in ${cwd}. Go to the directory in which the run was logged, and try again there.`
  return `: its store was recorded on another one, or it was moved. ${advice}`
}

/** The error of a folder that is not on this machine. */
export function movedFolderError(hint: string, { repository }: Location): MlflowError {
  const { uri } = repository
  return new MlflowError(`No such artifact: nothing is at ${uri}`, {
    code: 'RESOURCE_DOES_NOT_EXIST',
    uri,
    hint,
  })
}
