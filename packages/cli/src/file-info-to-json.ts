import { asciiJson } from './ascii-json.ts'

/** What is printed of a file or directory. */
export interface PrintedFileInfo {
  readonly path: string
  readonly isDir: boolean
  /** In bytes. */
  readonly fileSize: number | bigint | undefined
}

/**
 * A file or directory as Python's command prints it (`message_to_json` of `mlflow/utils/proto_json_utils.py`): two
 * spaces of indent, ASCII only, and no size for directories and empty files.
 */
export function fileInfoToJson({ path, isDir, fileSize }: PrintedFileInfo): string {
  const fields = [`"path": ${asciiJson(path)}`, `"is_dir": ${isDir}`]
  if (fileSize) fields.push(`"file_size": ${fileSize}`)
  return `{\n${fields.map((field) => `  ${field}`).join(',\n')}\n}`
}
