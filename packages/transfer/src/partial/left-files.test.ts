import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, readdirSync } from 'node:fs'
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RangedRepository } from '../../test/ranged-repository.ts'
import { download } from '../download.ts'
import type { DownloadOptions } from '../download-options.ts'
import { placeFile } from '../place-file.ts'
import { isCertainlyDead, thisWriter } from './writer.ts'

const SIZE = 1024 * 1024 + 17
const PART = 64 * 1024
const ELSEWHERE = '00000000-7-123-0123456789abcdef'

let folder: string
let dstPath: string
let repository: RangedRepository
let options: DownloadOptions

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'left-'))
  dstPath = join(folder, 'to')
  await mkdir(dstPath)
  repository = new RangedRepository(SIZE)
  options = { dstPath, partSize: PART, retryBaseMs: 1, connectionsPerFile: 1 }
})
afterEach(() => rm(folder, { recursive: true }))

async function assertRight(): Promise<void> {
  expect((await readFile(join(dstPath, 'f'))).equals(repository.content)).toBe(true)
}

function found(ending: string): string {
  return join(dstPath, readdirSync(dstPath).find((name) => name.endsWith(ending)) ?? '')
}

/** Runs a test as a user who is not above permissions. */
async function asNobody(directory: string, run: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return await run()
  chownSync(directory, 65_534, 65_534)
  for (let parent = folder; parent !== tmpdir(); parent = dirname(parent)) chmodSync(parent, 0o755)
  chmodSync(dstPath, 0o755)
  process.seteuid?.(65_534)
  try {
    await run()
  } finally {
    process.seteuid?.(0)
  }
}

async function interrupted(): Promise<void> {
  const controller = new AbortController()
  repository.beforeChunk = () => {
    if (repository.sent >= SIZE / 2) controller.abort()
  }
  await expect(download(repository, 'f', { ...options, signal: controller.signal })).rejects.toThrow()
  repository.beforeChunk = undefined
  repository.requests.length = 0
}

/** Leaves half of the file as if the process were on another machine. */
async function leftElsewhere(): Promise<void> {
  await interrupted()
  for (const name of await readdir(dstPath)) {
    const path = join(dstPath, name)
    if (name.endsWith('.json'))
      await writeFile(path, (await readFile(path, 'utf8')).replace(/"tag":"[^"]*"/, `"tag":"${ELSEWHERE}"`))
    const [family = ''] = /^\.f\.[^.]*/.exec(name) ?? []
    await rename(
      path,
      join(dstPath, name.endsWith('.json') ? `${family}.1.part.json` : `${family}.${ELSEWHERE}.part`),
    )
  }
}

/** Whether this process has a file open. */
async function isOpen(path: string): Promise<boolean> {
  const descriptors = await readdir('/proc/self/fd')
  const paths = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  return paths.includes(path)
}

describe.skipIf(process.platform !== 'linux')('a process that may still live', () => {
  test('is waited for, and what it left is copied when it is silent', async () => {
    await leftElsewhere()
    await download(repository, 'f', { ...options, quietAfterMs: 200 })
    await assertRight()
    expect(await readdir(dstPath)).toEqual(['f'])
    expect(repository.sent).toBeLessThan(SIZE / 2 + 3 * PART)
  })

  test('and finishes the file has done it for all', async () => {
    await leftElsewhere()
    const names = await readdir(dstPath)
    const [manifest = '', part = ''] = ['.json', '.part'].map((end) =>
      names.find((name) => name.endsWith(end)),
    )
    await writeFile(join(dstPath, part), repository.content)
    const waiting = download(repository, 'f', options)
    await vi.waitUntil(() => isOpen(join(dstPath, part)))
    await rename(join(dstPath, part), join(dstPath, 'f'))
    await rm(join(dstPath, manifest))
    await waiting
    await assertRight()
    expect(repository.requests).toHaveLength(1)
    expect(repository.sent).toBeLessThan(PART)
  })

  test('and finishes it with wrong bytes has done it for nobody', async () => {
    repository.withCrc32()
    await leftElsewhere()
    const names = await readdir(dstPath)
    const [manifest = '', part = ''] = ['.json', '.part'].map((end) =>
      names.find((name) => name.endsWith(end)),
    )
    await writeFile(join(dstPath, part), Buffer.alloc(SIZE))
    const waiting = download(repository, 'f', options)
    await vi.waitUntil(() => isOpen(join(dstPath, part)))
    await rename(join(dstPath, part), join(dstPath, 'f'))
    await rm(join(dstPath, manifest))
    await waiting
    await assertRight()
  })

  test('is waited for no longer than the signal says', async () => {
    await leftElsewhere()
    const controller = new AbortController()
    const reason = new Error('enough')
    const names = await readdir(dstPath)
    const waiting = download(repository, 'f', { ...options, signal: controller.signal })
    await vi.waitUntil(() => repository.requests.length > 0)
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    expect(await readdir(dstPath)).toEqual(names)
  })
})

test('an answer is given up before what was left is looked into, as the store goes on to send it', async () => {
  await interrupted()
  const request = repository.open.bind(repository)
  let leftAtEnd: string[] | undefined
  repository.open = async (...asked) => {
    const content = await request(...asked)
    if (leftAtEnd !== undefined) return content
    leftAtEnd = []
    const body = Readable.from(content.body)
    body.once('close', () => {
      leftAtEnd = readdirSync(dstPath)
    })
    return { ...content, body }
  }
  await download(repository, 'f', options)
  await assertRight()
  expect(leftAtEnd).toHaveLength(2)
  expect(leftAtEnd?.every((name) => /\.free\.part(\.json)?$/.test(name))).toBe(true)
})

describe('files that nobody goes on with', () => {
  const orphans = [
    `.g.${ELSEWHERE}.part`,
    '.g.0123456789ab-0123456789ab.3.part.json',
    `.g.0123456789ab-0123456789ab.${ELSEWHERE}.part`,
  ]

  test('go by age, whoever made them', async () => {
    const old = new Date(Date.now() - 3_600_000)
    for (const name of orphans) {
      await writeFile(join(dstPath, name), 'x')
      await utimes(join(dstPath, name), old, old)
    }
    const others = ['.part', '.g.part', '.part.json', '.x.1.part.json', `${ELSEWHERE}.part`]
    for (const name of others) {
      await writeFile(join(dstPath, name), 'x')
      await utimes(join(dstPath, name), old, old)
    }
    await download(repository, 'f', options)
    expect((await readdir(dstPath)).sort()).toEqual([...orphans, ...others, 'f'].sort())
    await download(repository, 'f', { ...options, orphanAgeMs: 1_800_000 })
    expect((await readdir(dstPath)).sort()).toEqual([...others, 'f'].sort())
  })

  test('go at once where their process is certainly dead', async () => {
    const { place, pid, started } = thisWriter()
    const dead = `.g.${place}-${pid}-${Number(started) - 1}-0123456789abcdef.part`
    const alive = `.g.${place}-${pid}-${started}-0123456789abcdef.part`
    for (const name of [dead, alive]) await writeFile(join(dstPath, name), 'x')
    await download(repository, 'f', options)
    expect(await readdir(dstPath)).toEqual([alive, 'f'])
  })
})

test('of a process that was killed before it named its manifest nothing is left, though the artifact was replaced', async () => {
  await interrupted()
  const named = found('.json')
  const nameless = named.replace(/-[0-9a-f]{12}\..*/, '-0123456789ab.1.part.json')
  await writeFile(nameless, '')
  await download(repository, 'f', { ...options, quietAfterMs: 100 })
  expect(await readdir(dstPath)).toEqual(['f'])
})

test('a directory that cannot be listed is written to all the same', async () => {
  const child = join(dstPath, 'unlistable')
  await mkdir(child, { mode: 0o333 })
  await chmod(child, 0o333)
  await asNobody(child, async () => {
    await download(repository, 'f', { ...options, dstPath: child })
    expect((await readFile(join(child, 'f'))).equals(repository.content)).toBe(true)
  })
})

test('what was renamed to look like the rest of this file is not believed', async () => {
  await leftElsewhere()
  const [part = '', manifest = ''] = ['.part', '.json'].map((end) => found(end))
  const bytes = await readFile(part)
  const text = await readFile(manifest, 'utf8')
  repository.replace()
  await interrupted()
  // In the place of what is left of the new content: all of the old, under its names.
  await writeFile(found('.part'), bytes)
  await writeFile(found('.json'), text)
  await download(repository, 'f', { ...options, quietAfterMs: 100 })
  await assertRight()
})

describe('a process', () => {
  test('is certainly dead only here, where its number and start are gone', () => {
    const self = thisWriter()
    expect(isCertainlyDead(self)).toBe(false)
    expect(isCertainlyDead({ ...self, started: '1' })).toBe(true)
    expect(isCertainlyDead({ ...self, pid: 2 ** 22 + 1 })).toBe(true)
    expect(isCertainlyDead({ ...self, started: '' })).toBe(false)
    expect(isCertainlyDead({ ...self, place: '00000000', pid: 2 ** 22 + 1 })).toBe(false)
  })

  test.skipIf(process.platform !== 'linux')('that ended and was not waited for is dead', async () => {
    // What takes the shell's place does not wait for its child, which then becomes a zombie.
    const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
    try {
      const [line] = await once(shell.stdout, 'data')
      const pid = Number(String(line))
      await vi.waitUntil(async () => (await readFile(`/proc/${shell.pid}/comm`, 'utf8')) === 'sleep\n')
      process.kill(pid)
      const started = (stat: string) => stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const state = await vi.waitUntil(async () => {
        const fields = started(await readFile(`/proc/${pid}/stat`, 'utf8'))
        return fields[0] === 'Z' && fields
      })
      expect(isCertainlyDead({ ...thisWriter(), pid, started: state[19] ?? '' })).toBe(true)
    } finally {
      shell.kill()
    }
  })
})

describe('a partial file that is taken away meanwhile', () => {
  test.each(['removed', 'a link', 'a hard link', 'a directory', 'a pipe', 'another file'])(
    'and replaced (%s) is begun anew, and nothing else gets its name',
    async (how) => {
      const victim = join(folder, 'victim')
      await writeFile(victim, 'victim')
      let isPlanted = false
      repository.beforeChunk = async () => {
        const name = (await readdir(dstPath)).find((entry) => entry.endsWith('.part'))
        if (isPlanted || name === undefined || repository.sent < SIZE / 2) return
        isPlanted = true
        const path = join(dstPath, name)
        await rm(path)
        if (how === 'a link') await symlink(victim, path)
        if (how === 'a hard link') await link(victim, path)
        if (how === 'a directory') await mkdir(path)
        if (how === 'a pipe') execFileSync('mkfifo', [path])
        if (how === 'another file') await writeFile(path, 'x'.repeat(SIZE))
      }
      await download(repository, 'f', options)
      await assertRight()
      expect(await readFile(victim, 'utf8')).toBe('victim')
      expect(repository.sent).toBeGreaterThan(SIZE)
    },
  )
})

describe('a file that is placed beside a download', () => {
  test('replaces a file, and goes through no link', async () => {
    const victim = join(folder, 'victim')
    await writeFile(victim, 'victim')
    await placeFile({ dstPath, path: 'meta', bytes: Buffer.from('1') })
    await placeFile({ dstPath, path: 'meta', bytes: Buffer.from('2') })
    expect(await readFile(join(dstPath, 'meta'), 'utf8')).toBe('2')
    await rm(join(dstPath, 'meta'))
    await link(victim, join(dstPath, 'meta'))
    await placeFile({ dstPath, path: 'meta', bytes: Buffer.from('3') })
    await symlink(victim, join(dstPath, 'linked'))
    await expect(placeFile({ dstPath, path: 'linked', bytes: Buffer.from('4') })).rejects.toMatchObject({
      name: 'UnsafePathError',
    })
    expect(await readFile(victim, 'utf8')).toBe('victim')
    expect((await readdir(dstPath)).sort()).toEqual(['linked', 'meta'])
  })
})
