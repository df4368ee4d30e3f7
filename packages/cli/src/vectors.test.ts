import { asString, runVectors } from '../../../vectors/run-vectors.ts'
import { fileInfoToJson } from './file-info-to-json.ts'

runVectors('cli', {
  'FileInfo.to_json': ([path, isDir, size]) =>
    fileInfoToJson({
      path: asString(path),
      isDir: isDir === true,
      fileSize: typeof size === 'number' || typeof size === 'bigint' ? size : undefined,
    }),
})
