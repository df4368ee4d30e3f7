import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { describe, expect, test } from 'vitest'

const EXAMPLE: string = fileURLToPath(new URL('../../examples/memory-backend', import.meta.url))
const DOCUMENT: string = fileURLToPath(new URL('../../docs/writing-a-backend.md', import.meta.url))

/** Its files that the document shows, in its order. */
const SHOWN = ['memory-backend.ts', 'read-from-memory.ts', 'memory-subject.ts', 'memory-backend.node-test.ts']

const run = (...parameters: string[]) => promisify(execFile)(process.execPath, parameters, { cwd: EXAMPLE })

describe('the example', () => {
  test('is what the document shows', async () => {
    const blocks = (await readFile(DOCUMENT, 'utf8')).matchAll(/^```ts\n(.*?)^```$/gms)
    const sources = SHOWN.map((name) => readFile(join(EXAMPLE, 'src', name), 'utf8'))
    expect(Array.from(blocks, ([, code]) => code)).toEqual(await Promise.all(sources))
  })

  test('is a whole store in fewer than 80 lines', async () => {
    const source = await readFile(join(EXAMPLE, 'src/memory-backend.ts'), 'utf8')
    expect(source.split('\n').length).toBeLessThan(80)
  })

  test('is read as its document says', async () => {
    const { stdout, stderr } = await run('src/read-from-memory.ts')
    expect([stdout, stderr]).toEqual(['hello\nartifacts/notes.txt\n', ''])
  })

  test('passes every case of the conformance kit under node --test, too', async () => {
    const { stdout } = await run('--test', '--test-reporter=tap', 'src/memory-backend.node-test.ts')
    expect(stdout).toContain(`# pass ${conformanceCases.length}\n`)
    expect(stdout).toContain('# fail 0\n')
  })
})
