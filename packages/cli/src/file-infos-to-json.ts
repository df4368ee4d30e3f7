import { fileInfoToJson, type PrintedFileInfo } from './file-info-to-json.ts'

/** The output of `mlflow artifacts list`, piece by piece; nothing before the first entry is there. */
export async function* fileInfosToJson(
  entries: AsyncIterable<PrintedFileInfo> | Iterable<PrintedFileInfo>,
): AsyncGenerator<string> {
  let isEmpty = true
  for await (const entry of entries) {
    yield `${isEmpty ? '[' : ', '}${fileInfoToJson(entry)}`
    isEmpty = false
  }
  yield isEmpty ? '[]\n' : ']\n'
}
