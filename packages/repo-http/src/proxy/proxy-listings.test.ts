import { expect, test } from 'vitest'
import { pathsOf } from '../../test/collect.ts'
import { sendJson } from '../../test/send-file.ts'
import { testRepository } from '../../test/test-repository.ts'
import { closeServersAfterEach, mlflowServer } from '../../test/using-servers.ts'

closeServersAfterEach()

const ROOT = '1/run/artifacts'
const FILES = { f: '1', 'd/g': 'gg', 'd/d': 'd', 'a/a/a': 'aaa' }

/** A server before a store that lists a file as its own child, as FTP servers do. */
async function selfListing() {
  const server = await mlflowServer(FILES, {
    instead(request, response) {
      const path = new URL(request.url ?? '', 'http://server').searchParams.get('path')
      const content = path === null ? undefined : server.artifacts.file(path)
      if (content === undefined) return false
      const name = path?.split('/').at(-1)
      sendJson(response, 200, { files: [{ path: name, is_dir: false, file_size: content.length }] })
      return true
    },
  })
  return { server, repository: testRepository({ trackingUri: server.url }) }
}

test('a file that is listed as its own child has no children', async () => {
  const { repository } = await selfListing()
  for (const path of ['f', 'd/g', 'd/d', 'a/a/a']) {
    expect(await pathsOf(repository.list(path))).toEqual([])
    expect(await repository.stat?.(path)).toMatchObject({ path, isDir: false })
  }
  for (const path of ['f/f', 'd/g/g', 'a/a/a/a']) expect(await repository.stat?.(path)).toBeUndefined()
})

test('a directory that holds only a file of its name is not taken for that file', async () => {
  const { repository } = await selfListing()
  expect(await pathsOf(repository.list('a'))).toEqual(['a/a'])
  expect(await pathsOf(repository.list('a/a'))).toEqual(['a/a/a'])
  expect(await repository.stat?.('a/a')).toMatchObject({ isDir: true })
  expect(await pathsOf(repository.list('d'))).toEqual(['d/d', 'd/g'])
})

test('only where both are possible, the directory above is asked', async () => {
  const { server, repository } = await selfListing()
  const listings = () =>
    server.requests.splice(0).map(({ target }) => new URL(target, server.url).searchParams.get('path'))
  await pathsOf(repository.list('d'))
  expect(listings()).toEqual([`${ROOT}/d`])
  await pathsOf(repository.list('a/a'))
  expect(listings()).toEqual([`${ROOT}/a/a`, `${ROOT}/a`])
})
