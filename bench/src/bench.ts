/**
 * Measures this library beside its peers, on the same work and in the same run.
 *
 *     pnpm bench [--case s3,list-100k] [--peer s5cmd,mlflow] [--rounds 5] [--json FILE] [--markdown FILE] [--quick]
 */
import { writeFile } from 'node:fs/promises'
import { FULL, QUICK } from './amounts.ts'
import { openArena } from './arena.ts'
import { holdMemory } from './hold-memory.ts'
import { readOptions } from './options.ts'
import { machine } from './report/machine.ts'
import { report } from './report/report.ts'
import { writeMarkdown } from './report/write-markdown.ts'
import type { Failure, Row } from './result.ts'
import { runCase } from './run-case.ts'

const parameters = process.argv.slice(2)
const { cases, rounds, isQuick, jsonPath, markdownPath } = readOptions(parameters)
// Servers and data go where the process exits, which it does not by itself when it is interrupted.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

const started = performance.now()
const log = (line: string): void =>
  console.error(`${String(Math.round((performance.now() - started) / 1000)).padStart(5)} s  ${line}`)

const arena = await openArena(isQuick ? QUICK : FULL)
const rows: Row[] = []
const failures: Failure[] = []
// The figures of a quick run say nothing, and the tests that run beside it need the memory.
const memory = isQuick ? undefined : await holdMemory(arena.tools.python, arena.folder)
if (memory?.blocks === 0) log('without CAP_SYS_ADMIN, writing may be slow on a virtual machine')
try {
  for (const benchCase of cases) {
    const { contenders } = benchCase
    const results = await runCase(benchCase, arena, { rounds, warmUps: isQuick ? 0 : 3, contenders, log })
    rows.push(...results.rows)
    failures.push(...results.failures)
  }
} finally {
  await memory?.stop()
  await arena.close()
}

const command = ['pnpm bench', ...withoutFiles(parameters)].join(' ')
const { largeBytes } = arena.amounts
const { text, markdown } = report({ rows, failures }, { rounds, isQuick, largeBytes, command })
console.log(text)
if (markdownPath !== undefined) await writeMarkdown(markdownPath, markdown)
if (jsonPath !== undefined) {
  const kept = { command, machine: machine(), rounds, isQuick, rows, failures }
  await writeFile(jsonPath, `${JSON.stringify(kept, null, 2)}\n`)
}
if (failures.length > 0) process.exitCode = 1

/** Where the results went is no part of how they came about. */
function withoutFiles(all: readonly string[]): string[] {
  const isFile = (word: string | undefined): boolean => word === '--json' || word === '--markdown'
  return all.filter((word, index) => !isFile(word) && !isFile(all[index - 1]))
}
