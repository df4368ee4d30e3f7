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

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
