import { expect, test } from 'vitest'
import { directChildren } from './direct-children.ts'
import type { FileInfo } from './file-info.ts'

const file = (path: string): FileInfo => ({ path, isDir: false, fileSize: path.length })
const directory = (path: string): FileInfo => ({ path, isDir: true, fileSize: undefined })

const FILES = ['d/x', 'd/e/y', '\u{1f389}', '\uff01', 'B', 'd2/z', 'd/e/w', 'marker/', 'a//b'].map(file)

test('the files and the directories of the root, each once, in code-point order', () => {
  expect(directChildren(FILES, '')).toEqual([
    file('B'),
    directory('a'),
    directory('d'),
    directory('d2'),
    directory('marker'),
    file('\uff01'),
    file('\u{1f389}'),
  ])
})

test.each(['d', 'd/'])('those of %j, and none of a sibling with the same prefix', (path) => {
  expect(directChildren(FILES, path)).toEqual([directory('d/e'), file('d/x')])
})

test.each(['d/x', 'missing', 'marker', 'a'])('nothing in %j', (path) => {
  expect(directChildren(FILES, path)).toEqual([])
})

test('an empty directory that a store keeps is a child like another', () => {
  expect(directChildren([directory('d/empty')], 'd')).toEqual([directory('d/empty')])
})

test('a file and a directory of one name are both there', () => {
  expect(directChildren(['a', 'a/b'].map(file), '')).toEqual([file('a'), directory('a')])
})
