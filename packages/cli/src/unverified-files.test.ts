import type { DownloadProgress, FinishedFile } from 'mlflow-artifacts'
import { expect, test } from 'vitest'
import { UnverifiedFiles } from './unverified-files.ts'

function said(...events: readonly (readonly FinishedFile[])[]): string {
  const unverified = new UnverifiedFiles()
  for (const finished of events) unverified.note(progress(finished))
  return String(unverified)
}

function progress(finished: readonly FinishedFile[]): DownloadProgress {
  const amount = { done: 0, expected: undefined }
  const file = { path: 'a', bytes: amount, verified: undefined }
  return { files: amount, bytes: amount, bytesPerSecond: 0, remainingMs: undefined, file, finished }
}

const sized = { path: 'sized', bytes: 1, verified: 'size', kept: false } as const
const kept = { path: 'kept', bytes: 1, verified: 'none', kept: true } as const
const unknown = { path: 'line\nend', bytes: 1, verified: 'none', kept: false } as const

test('nothing is said of files that were verified, or kept', () => {
  expect(said([sized, kept], [])).toBe('')
})

test('one is named, on one line', () => {
  expect(said([sized], [unknown])).toMatch(
    /^warning: A file could not be verified, .*: line\\x0aend\nhint: .*\n$/,
  )
})

test('many are counted', () => {
  expect(said([unknown, kept], [{ ...unknown, path: 'b' }])).toMatch(
    /^warning: 2 files could not be verified, .*: such as line\\x0aend\n/,
  )
})
