import { expect, test } from 'vitest'
import type { PrintedFileInfo } from './file-info-to-json.ts'
import { fileInfosToJson } from './file-infos-to-json.ts'

async function printed(entries: readonly PrintedFileInfo[]): Promise<string> {
  let text = ''
  for await (const piece of fileInfosToJson(entries)) text += piece
  return text
}

// As recorded from `mlflow artifacts list` of MLflow 3.17.2.
test('is what Python prints', async () => {
  const entries = [
    { path: 'models', isDir: true, fileSize: undefined },
    { path: 'empty.log', isDir: false, fileSize: 0 },
    { path: 'résumé 中文.txt', isDir: false, fileSize: 33 },
  ]
  expect(await printed(entries)).toBe(`[{
  "path": "models",
  "is_dir": true
}, {
  "path": "empty.log",
  "is_dir": false
}, {
  "path": "r\\u00e9sum\\u00e9 \\u4e2d\\u6587.txt",
  "is_dir": false,
  "file_size": 33
}]
`)
  expect(await printed([])).toBe('[]\n')
})

test('escapes what Python escapes: quotes, controls, and all beyond ASCII as UTF-16', async () => {
  const text = await printed([{ path: '"\\\n\x01\x7f🎉', isDir: true, fileSize: undefined }])
  expect(text).toContain(String.raw`"\"\\\n\u0001\u007f\ud83c\udf89"`)
})
