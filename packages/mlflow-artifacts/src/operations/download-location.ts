import { join, resolve } from 'node:path'
import { EmptySelectionError } from '@mlflow-artifacts/repository'
import {
  type DownloadOptions,
  download,
  makeDestination,
  ProgressMeter,
  relativeToBase,
  stat,
} from '@mlflow-artifacts/transfer'
import type { Location, LoggedModelLocation } from '../resolve/location.ts'
import { modelBeside } from '../resolve/model-beside.ts'
import { movedFolder, movedFolderError } from '../resolve/moved-folder.ts'
import type { CallSession } from '../session/call-session.ts'
import { downloadFailed } from './download-failed.ts'
import { writeRegisteredModelMeta } from './registered-model-meta.ts'

type Options = Omit<DownloadOptions, 'base' | 'signal'>

/** Downloads an artifact, and into a directory of its name the logged model that belongs to it. */
export async function downloadLocation(
  location: Location,
  options: Options,
  session: CallSession,
): Promise<string> {
  if (!location.alwaysCopied) return await downloadPlace(location, options, session)
  try {
    return await downloadOfRun(location, options, session)
  } catch (error) {
    session.signal?.throwIfAborted()
    // The path is correct, the patterns are not.
    if (EmptySelectionError.isInstance(error)) throw error
    // Python names what follows the last slash; where nothing does, the path says more.
    throw downloadFailed(relativeToBase(location.path, location.base) || location.path, error)
  }
}

// Python's runs: wrapper (mlflow/store/artifact/runs_artifact_repo.py): the run's files first, then the model's, and
// the path of the run's where it has some.
async function downloadOfRun(location: Location, given: Options, session: CallSession): Promise<string> {
  const model = await modelBeside(location, session)
  if (model === undefined) return await downloadPlace(location, given, session)
  const { repository, path, base } = location
  const meter = new ProgressMeter(given.onProgress, session.signal)
  const options = { ...given, meter }
  // As long as the model is not listed, too, nobody knows how much there is in all.
  meter.toList()
  // What is selected may be of one of them only.
  let unselected: unknown
  const unlessUnselected = (error: unknown): undefined => {
    if (!EmptySelectionError.isInstance(error)) throw error
    unselected ??= error
  }
  const isOfRun = (await stat(repository, path, session)) !== undefined
  const ofRun = isOfRun ? await downloadPlace(location, options, session).catch(unlessUnselected) : undefined
  meter.listed()
  const ofModel = await downloadModel(model, options, session, isOfRun).catch(unlessUnselected)
  if (ofRun !== undefined || ofModel !== undefined) meter.end()
  if (ofRun !== undefined) return ofRun
  if (ofModel === undefined) throw unselected
  return path === base ? resolve(options.dstPath) : ofModel
}

/** @returns `undefined` where it may miss what is asked for, and does */
async function downloadModel(
  { name, location }: LoggedModelLocation,
  options: Options,
  session: CallSession,
  mayMiss: boolean,
): Promise<string | undefined> {
  const dstPath = join(options.dstPath, name)
  await makeDestination(dstPath)
  // A run may have a directory of the model's name, with files that are not the model's.
  if (mayMiss && (await stat(location.repository, location.path, session)) === undefined) return undefined
  return await downloadPlace(location, { ...options, dstPath, mayBeEmpty: mayMiss }, session)
}

async function downloadPlace(location: Location, options: Options, session: CallSession): Promise<string> {
  const { repository, path, base, registeredModel } = location
  const moved = path === '' ? movedFolder(location, session.cwd) : undefined
  if (moved !== undefined) throw movedFolderError(moved, location)
  // A run may have no artifacts, but a model without a file is none.
  const { mayBeEmpty = registeredModel === undefined } = options
  const downloaded = await download(repository, path, {
    ...options,
    base,
    mayBeEmpty,
    signal: session.signal,
  })
  if (registeredModel !== undefined)
    await writeRegisteredModelMeta(options.dstPath, relativeToBase(path, base), registeredModel)
  return downloaded
}
