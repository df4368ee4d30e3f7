import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { copyStore } from '../../../demo/copy-store.ts'

const BIN: string = fileURLToPath(new URL('../dist/bin.js', import.meta.url))
const RUN = '393fa378af354d8b91a3b7ffd43986ee'
const CHAMPION = 'models:/iris-classifier@champion'

let folder: string
let environment: NodeJS.ProcessEnv

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mlflow-artifacts-cli-'))
  await copyStore(join(folder, 'store'))
  environment = {
    PATH: process.env.PATH,
    TMPDIR: folder,
    MLFLOW_TRACKING_URI: `sqlite:///${join(folder, 'store/mlflow.db')}`,
  }
})
afterAll(() => rm(folder, { recursive: true }))

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command in the temporary folder. */
function run(...args: string[]): Promise<Outcome> {
  return execute(process.execPath, BIN, ...args)
}

function execute(program: string, ...args: string[]): Promise<Outcome> {
  return executeWith({}, program, ...args)
}

function executeWith(variables: NodeJS.ProcessEnv, program: string, ...args: string[]): Promise<Outcome> {
  const env = { ...environment, ...variables }
  return new Promise((resolve) => {
    const child = execFile(program, args, { cwd: folder, env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

describe('download', () => {
  test('prints a blank line and the path, as Python does, and no bar where there is no terminal', async () => {
    const path = join(folder, 'model')
    expect(await run('download', CHAMPION, '-d', 'model')).toEqual({
      code: 0,
      stdout: `\n${path}\n`,
      stderr: '',
    })
    expect(readdirSync(path)).toContain('MLmodel')
    expect(readdirSync(path)).toContain('registered_model_meta')
  })

  test('shows a bar in a terminal, unless MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR is false', async ({
    skip,
  }) => {
    const inTerminal = (value?: string): Promise<Outcome> => {
      const command = `'${process.execPath}' '${BIN}' download ${CHAMPION} -d in-terminal`
      const variables = value === undefined ? {} : { MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: value }
      return executeWith({ TERM: 'xterm', ...variables }, 'script', '-qec', command, '/dev/null')
    }
    const { code, stdout } = await inTerminal()
    if (code !== 0) skip('there is no script(1) of Linux')
    expect(stdout).toContain('100%')
    expect((await inTerminal('TRUE')).stdout).toContain('100%')
    for (const value of ['False', '0']) expect((await inTerminal(value)).stdout).not.toContain('%')
  })

  test('a malformed MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR is refused, as in Python', async () => {
    const variables = { MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'maybe' }
    expect(await executeWith(variables, process.execPath, BIN, 'download', CHAMPION)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        "error: MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got maybe\n" +
        'hint: Set MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR to true or false, or unset it.\n',
    })
  })

  test('takes a path of a run, and prints JSON', async () => {
    const path = join(folder, 'run/reports/100% of it.txt')
    const outcome = await run(
      'download',
      '-r',
      RUN,
      '-a',
      'reports/100% of it.txt',
      '-d',
      'run/reports',
      '--json',
    )
    expect(outcome).toEqual({ code: 0, stdout: `${JSON.stringify({ path })}\n`, stderr: '' })
    expect(existsSync(path)).toBe(true)
  })

  test('selects files by the rule of a .gitignore', async () => {
    const { code } = await run(
      ...['download', '-r', RUN, '-d', 'selected', '--include', 'metrics/**', '--include', '*.txt'],
      ...['--exclude', '/reports/'],
    )
    expect(code).toBe(0)
    const files = readdirSync(join(folder, 'selected'), { recursive: true }).map(String).sort()
    expect(files).toEqual(['metrics', 'metrics/summary.json', 'notes.txt'])
  })

  test('a selection of nothing is 2, and names what is there', async () => {
    const { code, stdout, stderr } = await run('download', '-r', RUN, '-d', 'none', '--include', '*.parquet')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/selected by include \["\*\.parquet"\]\. There is ".+" and ".+"/)
    expect(stderr).not.toContain('ensure that the path is correct')
  })

  test('says that it found nothing', async () => {
    const empty = await run('download', 'nothing-here/', '-d', 'empty')
    expect(empty).toMatchObject({ code: 0, stdout: `\n${join(folder, 'empty')}\n` })
    expect(empty.stderr).toMatch(/^warning: No artifacts found to download/)
    const full = await run('download', '-r', RUN, '-d', 'full')
    expect(full.stderr).toBe('')
  })

  test('says what the store gave nothing to verify by', async () => {
    // Without a length, one that is cut off looks the same.
    const server = createServer((_request, response) => response.write('artifact', () => response.end()))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/unsized.bin`
    try {
      const plain = await run('download', url, '-d', 'unsized')
      const path = join(folder, 'unsized/unsized.bin')
      expect(plain).toMatchObject({ code: 0, stdout: `\n${path}\n` })
      expect(plain.stderr).toMatch(/^warning: A file could not be verified, .*: unsized\.bin\nhint: .*\n$/)
      const { stdout, stderr } = await run('download', url, '-d', 'unsized', '--json')
      expect(JSON.parse(stdout)).toEqual({ path, unverified: 1 })
      expect(stderr).toBe(plain.stderr)
    } finally {
      server.close()
    }
  })

  test.each([
    ['nothing', 'SIGINT', '--no-resume'],
    ['nothing', 'SIGTERM', '--no-resume'],
    ['what can be gone on with', 'SIGINT', '--resume'],
  ] as const)(
    'leaves %s when %s interrupts it with %s',
    async (_what, signal, resume) => {
      const source = join(folder, `large-${signal}${resume}`)
      const destination = join(folder, `interrupted-${signal}${resume}`)
      await writeFile(source, '')
      await truncate(source, 16 * 2 ** 30)
      await mkdir(destination)
      const child = spawn(process.execPath, [BIN, 'download', source, '-d', destination, resume], {
        env: environment,
      })
      const stderr = child.stderr.toArray()
      const ended = once(child, 'exit')
      const hasBytes = (name: string) => statSync(join(destination, name)).blocks > 0
      await vi.waitUntil(
        () => readdirSync(destination).some((name) => name.endsWith('.part') && hasBytes(name)),
        {
          timeout: 10_000,
        },
      )
      // `timeout` signals its child, and then its group.
      child.kill(signal)
      child.kill(signal)
      expect(await ended).toEqual([signal === 'SIGINT' ? 130 : 143, null])
      expect(Buffer.concat(await stderr).toString()).toBe('error: interrupted\n')
      const left = readdirSync(destination)
        .map((name) => name.replace(/^.*\.part/, '.part'))
        .toSorted()
      expect(left).toEqual(resume === '--resume' ? ['.part', '.part.json'] : [])
    },
    20_000,
  )
})

describe('list', () => {
  test('prints a table', async () => {
    expect((await run('list', `runs:/${RUN}/`)).stdout.split('\n')).toEqual([
      'dir          -  logs',
      'dir          -  metrics',
      'file      38 B  notes.txt',
      'dir          -  plots',
      'dir          -  reports',
      '',
    ])
  })

  test('prints what lies deeper', async () => {
    const { stdout } = await run('list', '-r', RUN, '--recursive')
    expect(stdout).toContain('file       0 B  logs/empty.log\n')
    expect(stdout).toContain('file      33 B  reports/résumé 中文.txt\n')
  })

  test('prints what Python prints', async () => {
    const { stdout } = await run('list', '-r', RUN, '-a', 'metrics', '--json')
    expect(stdout).toBe('[{\n  "path": "metrics/summary.json",\n  "is_dir": false,\n  "file_size": 71\n}]\n')
    expect((await run('list', '-r', RUN, '-a', 'nothing', '--json')).stdout).toBe('[]\n')
  })

  test.each([[[]], [['--recursive']]])('of what is missing is 2, and says so, %s', async (more) => {
    expect(await run('list', '-r', RUN, '-a', 'nothing', ...more)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: No such artifact: 'nothing' /),
    })
    const { code, stdout, stderr } = await run('list', 'nowhere/', '--json', ...more)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '[]\n' })
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', exitCode: 2 })
  })

  test('of a file says that it is one', async () => {
    expect(await run('list', '-r', RUN, '-a', 'notes.txt')).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('It is a file'),
    })
  })

  test('of an empty directory is silent', async () => {
    await mkdir(join(folder, 'with-nothing'))
    expect(await run('list', 'with-nothing')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('takes the tracking store from the command line', async () => {
    const { code, stderr } = await run('list', '-r', RUN, '--tracking-uri', `sqlite:///${folder}/missing.db`)
    expect(code).not.toBe(0)
    expect(stderr).toContain('missing.db')
  })
})

describe('resolve', () => {
  test('prints each hop, then the store and the path', async () => {
    const { stdout } = await run('resolve', `${CHAMPION}`)
    const lines = stdout.split('\n')
    expect(lines[0]).toBe(`source          ${CHAMPION}`)
    expect(lines[1]).toBe('alias           models:/iris-classifier/2')
    expect(lines.at(-3)).toMatch(/^repository {6}.*\/artifacts$/)
    expect(lines.at(-2)).toBe('path            .')
  })

  test('prints JSON', async () => {
    const { stdout } = await run('resolve', '-r', RUN, '-a', 'notes.txt', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      hops: [{ uri: `runs:/${RUN}/notes.txt`, via: 'source' }, { via: 'run' }],
      path: 'notes.txt',
    })
  })
})

describe('a server that does not answer well', () => {
  /** How often a command asks a server that is always busy, and what it says. */
  async function askBusy(
    program: (trackingUri: string) => readonly [string, ...string[]],
    variables: NodeJS.ProcessEnv = {},
    headers: Record<string, string> = {},
  ): Promise<Outcome & { readonly requests: number }> {
    let requests = 0
    const server = createServer((_request, response) => {
      requests += 1
      response.writeHead(503, headers).end('busy')
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const quick = { MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '0', MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0' }
    const [command, ...args] = program(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    try {
      return { ...(await executeWith({ TERM: 'xterm', ...quick, ...variables }, command, ...args)), requests }
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }
  const plain = (command: string) => (trackingUri: string) =>
    [process.execPath, BIN, command, '-r', RUN, '--tracking-uri', trackingUri] as const
  const inTerminal = (command: string) => (trackingUri: string) =>
    ['script', '-qec', `'${plain(command)(trackingUri).join("' '")}'`, '/dev/null'] as const

  test("is asked by Python's rule, and in silence, where no terminal is", async () => {
    const { code, stderr, requests } = await askBusy(plain('list'))
    expect({ code, requests }).toEqual({ code: 5, requests: 8 })
    expect(stderr).not.toContain('retrying')
    expect(stderr).toContain(`run_id=${RUN}`)
  })

  test.skipIf(!hasScript()).each([
    ['list', {}, 4],
    ['resolve', {}, 4],
    ['cat', {}, 8],
    ['list', { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '5' }, 6],
  ])('is asked less often by who looks at a terminal: %s, %j', async (command, variables, expected) => {
    expect((await askBusy(inTerminal(command), variables)).requests).toBe(expected)
  })

  test('is told of to who waits at a terminal', async ({ skip }) => {
    if (!hasScript()) skip('there is no script(1) of Linux')
    const once = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1' }
    const { stdout } = await askBusy(inTerminal('list'), once, { 'retry-after': '3' })
    expect(stdout).toMatch(/retrying in [123] s \(attempt 2 of 2\): HTTP status 503: busy\r\n/)
  })
})

/** Whether there is the script(1) of Linux, in which a command has a terminal. */
function hasScript(): boolean {
  return process.platform === 'linux' && existsSync('/usr/bin/script')
}

describe('cat', () => {
  test('writes the bytes as they are', async () => {
    const store = `store/artifacts/${RUN}/artifacts`
    const child = spawn(process.execPath, [BIN, 'cat', `runs:/${RUN}/plots/petals.png`], { env: environment })
    expect(Buffer.concat(await child.stdout.toArray())).toEqual(
      await readFile(join(folder, store, 'plots/petals.png')),
    )
  })

  test('ends quietly when its reader has enough', async () => {
    await writeFile(join(folder, 'long'), '')
    await truncate(join(folder, 'long'), 2 ** 30)
    const child = spawn(process.execPath, [BIN, 'cat', join(folder, 'long')], { env: environment })
    const stderr = child.stderr.toArray()
    const ended = once(child, 'exit')
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await ended).toEqual([0, null])
    expect(await stderr).toEqual([])
  })

  test('can be interrupted while nobody reads', async () => {
    await writeFile(join(folder, 'unread'), '')
    await truncate(join(folder, 'unread'), 2 ** 30)
    const child = spawn(process.execPath, [BIN, 'cat', join(folder, 'unread')], { env: environment })
    const ended = once(child, 'exit')
    await once(child.stdout, 'readable')
    child.kill('SIGINT')
    expect(await ended).toEqual([130, null])
    child.stdout.destroy()
  })
})

describe('errors', () => {
  test.each([
    ['that fails', 'missing', 2],
    ['that succeeds', 'store', 0],
  ])('that nobody reads do not change the exit code of a command %s', async (_which, source, code) => {
    const program = [BIN, 'download', join(folder, source), '-d', join(folder, 'unread-errors')]
    const child = spawn(process.execPath, [...program, '--include', 'mlflow.db'], { env: environment })
    child.stderr.destroy()
    child.stdout.resume()
    expect(await once(child, 'exit')).toEqual([code, null])
  })

  const exactlyOne =
    'error: Exactly one of `run_id` or `artifact_uri` must be specified\n' +
    'hint: Name one thing: a URI or a path, or a run by -r <run id>.\n'

  test.each([
    ['nothing', [], exactlyOne],
    ['-u with -r', ['-u', 'runs:/a', '-r', 'b'], exactlyOne],
    ['a URI with -r', ['runs:/a', '-r', 'b'], exactlyOne],
    [
      '-u with -a',
      ['-u', 'runs:/a', '-a', 'b'],
      'error: `artifact_path` cannot be specified if `artifact_uri` is specified\n' +
        'hint: Write the path into the URI, or name the run and the path: -r <run id> -a <path>.\n',
    ],
    [
      'two URIs',
      ['runs:/a', '-u', 'runs:/b'],
      'error: Two sources are given: runs:/a and --artifact-uri runs:/b\nhint: Give one of them.\n',
    ],
  ])('%s is no source', async (_what, args, stderr) => {
    expect(await run('download', ...args)).toEqual({ code: 1, stdout: '', stderr })
  })

  test('a wrong option is answered in two lines', async () => {
    const { code, stdout, stderr } = await run('list', '--no-such-option')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: unknown option '--no-such-option'\nhint: .*--help.*\n$/)
  })

  test('what is missing is 2, with the cause and no stack', async () => {
    const { code, stderr } = await run('download', '-r', RUN, '-a', 'nope.txt')
    expect(code).toBe(2)
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^error: Failed to download artifacts from path 'nope.txt', please ensure/),
      "cause: No such artifact: 'nope.txt'",
      'hint: See what the run has by mlflow-artifacts list.',
      '',
    ])
    expect((await run('cat', 'runs:/0123/a')).code).toBe(2)
  })

  test.each([
    ['that is missing', 'RESOURCE_DOES_NOT_EXIST', 2, ['download', '-r', RUN, '-a', 'nope.txt']],
    ['of usage', 'INVALID_PARAMETER_VALUE', 1, ['list', '--no-such-option=https://me:secret@host/']],
    ['of a source', 'INVALID_PARAMETER_VALUE', 1, ['resolve']],
  ])('with --json, an error %s is one object', async (_, code, exitCode, args) => {
    const outcome = await run(...args, '--json')
    expect(outcome).toMatchObject({ code: exitCode, stdout: '' })
    expect(outcome.stderr).toMatch(/^.+\n$/)
    expect(outcome.stderr).not.toContain('secret')
    const { error } = JSON.parse(outcome.stderr)
    expect(error).toMatchObject({ code, exitCode, message: expect.any(String) })
  })

  test.each<[string, string[], RegExp]>([
    [
      'a run id alone',
      ['list', RUN],
      new RegExp(`^hint: It looks like the id of a run: write runs:/${RUN}/, or -r ${RUN}\\.$`, 'm'),
    ],
    ['a run id alone, to download', ['download', RUN], /^hint: It looks like the id of a run/m],
    [
      'an alias that is missing',
      ['resolve', 'models:/iris-classifier@nope'],
      /^hint: .*models:\/iris-classifier\/latest/m,
    ],
    [
      'a stage without versions',
      ['resolve', 'models:/iris-classifier/Archived'],
      /^hint: .*models:\/iris-classifier\/latest/m,
    ],
    [
      'a stage that there is not',
      ['resolve', 'models:/iris-classifier/Nope'],
      /^hint: .*models:\/iris-classifier\/latest/m,
    ],
    [
      'a version that is missing',
      ['resolve', 'models:/iris-classifier/99'],
      /^hint: .*models:\/iris-classifier\/latest/m,
    ],
    [
      'a model without a version',
      ['list', 'models:/iris-classifier'],
      /^hint: .*write models:\/iris-classifier\/<version>/m,
    ],
    [
      'a run of another store',
      ['list', '-r', 'a'.repeat(32)],
      /^hint: Check the id of the run, and that the tracking URI/m,
    ],
  ])('%s is 2, and says what to write', async (_, args, hint) => {
    const { code, stderr } = await run(...args)
    expect(stderr).toMatch(hint)
    expect(code).toBe(2)
  })

  test.each<[string, string[], RegExp]>([
    [
      'a query in a model',
      ['list', 'models:/iris-classifier/1?x=1'],
      /^hint: .*write models:\/iris-classifier\/1\./m,
    ],
    [
      'a page of the browser',
      ['list', `http://localhost:5000/#/experiments/0/runs/${RUN}/artifacts/notes.txt`],
      new RegExp(
        `^hint: .*write runs:/${RUN}/notes.txt, with http://localhost:5000 as --tracking-uri\\.$`,
        'm',
      ),
    ],
    [
      'a page of the browser as the tracking URI',
      ['list', '-r', RUN, '--tracking-uri', 'http://localhost:5000/mlflow/#/experiments/0'],
      /^hint: .*write http:\/\/localhost:5000\/mlflow as the tracking URI/m,
    ],
    [
      'a host without a scheme',
      ['list', '-r', RUN, '--tracking-uri', 'localhost:5000'],
      /^hint: If it is a server, write http:\/\/localhost:5000 as the tracking URI/m,
    ],
  ])('%s is 1, and says what to write', async (_, args, hint) => {
    const { code, stderr } = await run(...args)
    expect(stderr).toMatch(hint)
    expect(code).toBe(1)
  })

  test('--verbose adds the stack', async () => {
    expect((await run('cat', join(folder, 'nope'), '--verbose')).stderr).toMatch(/\n {4}at /)
  })

  test('stdout that cannot be written is an error', async ({ skip }) => {
    if (!existsSync('/dev/full')) skip('no /dev/full here')
    const { code, stderr } = await execute(
      '/bin/sh',
      '-c',
      `"${process.execPath}" "${BIN}" list / > /dev/full`,
    )
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: ENOSPC: no space left on device, write\n' })
  })
})

test('--version and --help', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  const { code, stdout } = await run('download', '--help')
  expect(code).toBe(0)
  expect(stdout).toContain('--tracking-uri <uri>')
  expect(stdout).toContain('Examples:')
})

describe('too old a Node', () => {
  const message = (version: string): string =>
    `error: mlflow-artifacts needs Node 22.19 or newer, and this is ${version}\n`

  test.each(['v20.20.2', 'v22.18.0'])('is told so in one line: %s', async (version) => {
    const pretend = `data:text/javascript,Object.defineProperty(process, 'version', { value: '${version}' })`
    const outcome = await execute(process.execPath, '--import', pretend, BIN, '--version')
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: message(version) })
  })

  test('also when it really is old', async ({ skip }) => {
    const node = '/usr/bin/node'
    const version = (await execute(node, '--version')).stdout.trim()
    if (!/^v(1[2-9]|2[01])\./.test(version)) skip('the Node of this machine is not old')
    expect(await execute(node, BIN, '--version')).toEqual({ code: 1, stdout: '', stderr: message(version) })
  })
})
