import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonExecutable } from '../../src/python-executable.ts'
import { judgeSituation } from './judge-situation.ts'
import { type PythonCaller, startPythonCaller } from './python-caller.ts'
import { runSituation } from './run-situation.ts'
import { SITUATIONS } from './situations.ts'

let folder: string
let python: PythonCaller | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'situations-'))
  const executable = pythonExecutable()
  python = executable === undefined ? undefined : startPythonCaller(executable, folder)
})
afterAll(async () => {
  python?.close()
  await rm(folder, { recursive: true })
})

test('every situation has a name of its own, and there are many', () => {
  expect(new Set(SITUATIONS.map(({ name }) => name)).size).toBe(SITUATIONS.length)
  expect(SITUATIONS.length).toBeGreaterThan(100)
})

test.each(SITUATIONS)('$name: as Python, or better', async (situation) => {
  expect(judgeSituation(situation, await runSituation(situation, folder, python))).toBeUndefined()
})
