import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonExecutable } from '../../src/python-executable.ts'
import { CREDENTIALS } from './credentials.ts'
import { type PythonCaller, startPythonCaller } from './python-caller.ts'
import { runSituation } from './run-situation.ts'
import { STORES_OF_S3 } from './stores.ts'

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

const SITUATIONS = [...CREDENTIALS, ...STORES_OF_S3]

test('every situation has a name of its own, and there are many', () => {
  expect(new Set(SITUATIONS.map(({ name }) => name)).size).toBe(SITUATIONS.length)
  expect(SITUATIONS.length).toBeGreaterThan(100)
})

test.each(SITUATIONS)('$name: as Python, or better', async (situation) => {
  const { ours, python: theirs } = await runSituation(situation, folder, python)
  expect(ours, ours.message).toMatchObject({ signed: situation.expected })
  if (theirs === undefined) return
  if (situation.differs === undefined) {
    expect({ signed: theirs.signed, value: theirs.value }, theirs.message).toEqual({
      signed: ours.signed,
      value: ours.value,
    })
  } else {
    expect({ signed: theirs.signed, value: theirs.value }).not.toEqual({ signed: ours.signed, value: ours.value })
  }
})
