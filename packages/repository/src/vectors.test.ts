import { existsSync, readlinkSync } from 'node:fs'
import { asString, ofStrings, runVectors } from '../../../vectors/run-vectors.ts'
import {
  decodePath,
  downloadDestination,
  errorCodeFromHttpStatus,
  type FileSystemView,
  isObjectKeyWithinPath,
  pathNotUnique,
  truncateError,
  validatePathIsSafe,
  validatePathWithinDirectory,
  verifyArtifactPath,
} from './index.ts'

function diskSeenFrom(cwd: string): FileSystemView {
  return {
    platform: 'posix',
    cwd,
    exists: async (path) => existsSync(path),
    readLink: async (path) => {
      try {
        return readlinkSync(path)
      } catch {
        return undefined
      }
    },
  }
}

runVectors('repository', {
  _decode: ofStrings(decodePath),
  create_download_destination: ([source, directory], { cwd }) =>
    downloadDestination(asString(source), asString(directory), diskSeenFrom(cwd)),
  error_code_from_http_status: ([status]) => errorCodeFromHttpStatus(Number(status)),
  is_object_key_within_path: ofStrings(isObjectKeyWithinPath),
  path_not_unique: ofStrings(pathNotUnique),
  // Recorded: that many letters, and of the answer the 80 characters around the place of a cut.
  truncate_error: ([length]) => truncateError('x'.repeat(Number(length))).slice(4990, 5070),
  validate_path_is_safe: ofStrings((path) => validatePathIsSafe(path)),
  validate_path_within_directory: ([base, target], { cwd }) =>
    validatePathWithinDirectory(asString(base), asString(target), diskSeenFrom(cwd)),
  verify_artifact_path: ([path]) => {
    verifyArtifactPath(path === null ? undefined : asString(path))
    return null
  },
})
