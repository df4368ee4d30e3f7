import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printable } from 'mlflow-artifacts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { formatError } from './format-error.ts'

const BIN: string = fileURLToPath(new URL('../dist/bin.js', import.meta.url))

/** What steers a terminal, or shows a text other than it is; a line end is looked for by itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const STEERING = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/** Sequences that clear the screen, set its title, write to the clipboard, go up a line and overwrite it. */
const HOSTILE: Readonly<Record<string, string>> = {
  'a CSI sequence': '\x1b[2J\x1b[31m',
  'a title': '\x1b]0;owned\x07',
  'the clipboard': '\x1b]52;c;b3duZWQ=\x1b\\',
  'a CSI sequence in one character': '\x9b2J',
  'a title in one character': '\x9d0;owned\x9c',
  'a string of a device': '\x90q\x9c',
  'a line end and a forged line': 'x\r\nhint: run this',
  'a carriage return': '\rerror: none',
  'backspaces and a delete': '\x08\x08\x7f',
  'another direction': '\u202egpj.exe\u202c',
  'an isolate': '\u2066\u2069\u200f\u061c',
  'ends of line and paragraph': '\u2028\u2029\x85\x0b\x0c',
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terminal-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Printed {
  readonly stdout: string
  readonly stderr: string
}

function run(parameters: readonly string[], trackingUri = folder): Promise<Printed> {
  const env = { PATH: process.env.PATH, TMPDIR: folder, MLFLOW_TRACKING_URI: trackingUri }
  const retries = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [BIN, ...parameters],
      { cwd: folder, env: { ...env, ...retries } },
      (_, stdout, stderr) => resolve({ stdout, stderr }),
    )
  })
}

/** A tracking server that answers everything in this way. */
async function startServer(answer: (response: ServerResponse, url: string) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, request.url ?? ''))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
}

function expectHarmless({ stdout, stderr }: Printed): void {
  expect(stdout).not.toMatch(STEERING)
  expect(stderr).not.toMatch(STEERING)
  expect(stderr).not.toMatch(/^hint: run this/m)
}

const EVERYTHING = Object.values(HOSTILE).join('')
const RUN = 'a'.repeat(32)

describe('the command prints nothing of it', () => {
  test.each([[], ['--verbose']])('from what a server says of a failure, %s', async (...verbose) => {
    const refusal = JSON.stringify({ error_code: 'PERMISSION_DENIED', message: `no: ${EVERYTHING}` })
    for (const body of [refusal, EVERYTHING, `<html>${EVERYTHING}`]) {
      const uri = await startServer((response) =>
        response.writeHead(403, { 'content-type': 'text/plain' }).end(body),
      )
      for (const command of ['list', 'download']) {
        const printed = await run([command, '-r', RUN, ...verbose], uri)
        expect(printed.stderr).not.toBe('')
        expectHarmless(printed)
      }
    }
  })

  test('from where a server says that the artifacts are', async () => {
    const uri = await startServer((response, url) => {
      const artifact_uri = `mem:/x${EVERYTHING}`
      const info = { run_id: RUN, experiment_id: '1', lifecycle_stage: 'active', artifact_uri }
      response.end(JSON.stringify(url.includes('runs/get') ? { run: { info, data: {} } } : {}))
    })
    for (const more of [[], ['--json'], ['--verbose']]) {
      for (const command of ['resolve', 'download'])
        expectHarmless(await run([command, '-r', RUN, ...more], uri))
    }
  })

  test('from the names of files, listed and missing, and from what was typed', async () => {
    const name = `file${EVERYTHING.replaceAll('/', '')}`
    const directory = await mkdtemp(join(folder, 'names-'))
    const path = join(directory, name)
    await writeFile(path, 'content')
    await mkdir(join(directory, `d${name}`))
    const commands = [
      ['list', directory],
      ['list', directory, '--recursive'],
      ['list', directory, '--json'],
      ['resolve', path],
      ['resolve', path, '--json'],
      ['download', path, '-d', join(directory, 'to'), '--json'],
      ['cat', `${path}-missing`],
      ['cat', `${path}-missing`, '--verbose'],
      ['download', path, `--${name}`],
      [name],
      ['download', '--overwrite', name],
    ]
    for (const command of commands) expectHarmless(await run(command))
  })
})

test.each(Object.entries(HOSTILE))('an error prints nothing of %s', (_, text) => {
  const error = new Error(`a${text}b`, { cause: new Error(`c${text}d`) })
  for (const verbose of [false, true]) {
    const printed = formatError(error, { verbose })
    expect(printed).toMatch(/rror: a/)
    expectHarmless({ stdout: '', stderr: printed })
  }
})

test('the path of a download is for scripts as it is, and shown in a terminal without what steers it', async ({
  skip,
}) => {
  const path = join(folder, 'a\x1b[2J\u202e')
  await writeFile(path, 'content')
  expect((await run(['download', path])).stdout).toBe(`\n${path}\n`)
  const shell = `'${process.execPath}' '${BIN}' download "$(printf '${folder}/a\\033[2J\\342\\200\\256')"`
  const inTerminal = await new Promise<{ code: number | null; stdout: string }>((resolve) => {
    const env = { PATH: process.env.PATH, TERM: 'xterm', MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false' }
    const child = execFile('script', ['-qec', shell, '/dev/null'], { env }, (_, stdout) =>
      resolve({ code: child.exitCode, stdout }),
    )
  })
  if (inTerminal.code !== 0) skip('there is no script(1) of Linux')
  expect(inTerminal.stdout).toContain(`${folder}/a\\x1b[2J\\u202e`)
  expect(inTerminal.stdout.replaceAll('\r\n', '')).not.toMatch(STEERING)
})

test('--verbose keeps the stack and the fields, and lets no line of a message pass for one of ours', () => {
  const cause = new Error('inner\x1b[2J\nhint: inner')
  const text = formatError(new Error('outer\u202e\nerror: forged\nhint: run this', { cause }), {
    verbose: true,
  })
  expect(text).toContain('terminal.test.ts')
  expect(text).toContain('[cause]: Error: inner\\x1b[2J')
  expect(text).not.toMatch(STEERING)
  expect(text.match(/^\S.*$/gm)).toEqual(['Error: outer\\u202e'])
})

test.each([
  ['plain ascii ~', 'plain ascii ~'],
  ['résumé 中文 🎉 עברית العربية', 'résumé 中文 🎉 עברית العربية'],
  ['👨‍👩‍👧 e\u0301', '👨‍👩‍👧 e\u0301'],
  ['\x00\t\n\x7f\x80\x9f', '\\x00\\x09\\x0a\\x7f\\x80\\x9f'],
  ['\u200e\u202a\u2069\u2028', '\\u200e\\u202a\\u2069\\u2028'],
])('%j is printed as %j', (text, printed) => {
  expect(printable(text)).toBe(printed)
})
