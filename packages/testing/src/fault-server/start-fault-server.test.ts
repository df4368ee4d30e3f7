import { describe, expect, onTestFinished, test } from 'vitest'
import {
  atRandom,
  bytesFile,
  endlessListing,
  type Fault,
  type FaultServer,
  type FaultServerOptions,
  generatedFile,
  gzipBomb,
  inTurn,
  listingOf,
  loginPage,
  redirect,
  refusal,
  startFaultServer,
} from './index.ts'

const TEXT = 'the bytes of a model'
const API = '/api/2.0/mlflow-artifacts'
const ARTIFACT = `${API}/artifacts/run/model.txt`

async function start(options: Partial<FaultServerOptions> = {}): Promise<FaultServer> {
  const server = await startFaultServer({ files: [['run/model.txt', bytesFile(TEXT)]], ...options })
  onTestFinished(() => server.close())
  return server
}

async function startWith(fault: Fault, options: Partial<FaultServerOptions> = {}): Promise<FaultServer> {
  return await start({ faults: inTurn('artifact', [fault]), ...options })
}

/** What came before the connection broke, or all. */
async function received(response: Response): Promise<{ text: string; whole: boolean }> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk)
    return { text, whole: true }
  } catch {
    return { text, whole: false }
  }
}

describe('a server without faults', () => {
  test('lists and serves as Google Cloud Storage does', async () => {
    const { origin, tree } = await start()
    for (let index = 0; index < 1_000; index += 1) tree.set(`run/many/${index}`, bytesFile(''))
    const objects = '/storage/v1/b/bucket/o'
    const list = async (query: string) => await (await fetch(`${origin}${objects}?${query}`)).json()
    const model = { name: 'run/model.txt', size: String(TEXT.length) }
    expect(await list('prefix=run/&delimiter=/')).toEqual({ prefixes: ['run/many/'], items: [model] })
    expect(await list('prefix=run/')).toMatchObject({ items: { length: 1_000 }, nextPageToken: '1000' })
    expect(await list('prefix=run/&pageToken=1000')).toEqual({ items: [model] })
    expect(await list('prefix=nothing')).toEqual({})

    const url = `${origin}/download${objects}/run%2Fmodel.txt?alt=media`
    const response = await fetch(url, { headers: { range: 'bytes=4-8' } })
    const generation = response.headers.get('x-goog-generation')
    expect(response.headers.get('x-goog-hash')).toBe('crc32c=uv0nNw==')
    expect(await response.text()).toBe('bytes')
    expect((await fetch(`${url}&generation=${generation}`)).status).toBe(200)
    expect((await fetch(`${url}&generation=1`)).status).toBe(404)
    expect(await (await fetch(`${origin}${objects}/run%2Fmodel.txt`)).json()).toEqual(model)
  })

  test('lists and serves as MLflow does from its disk', async () => {
    const { origin, requests } = await start()
    expect(await (await fetch(`${origin}${API}/artifacts?path=`)).json()).toEqual({
      files: [{ path: 'run', is_dir: true }],
    })
    expect(await (await fetch(`${origin}${API}/artifacts?path=run`)).json()).toEqual({
      files: [{ path: 'model.txt', is_dir: false, file_size: TEXT.length }],
    })
    const response = await fetch(`${origin}${ARTIFACT}`, { headers: { range: 'bytes=4-8' } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes 4-8/${TEXT.length}`)
    expect(await response.text()).toBe('bytes')
    expect(requests.map(({ kind, status, sent }) => [kind, status, sent])).toEqual([
      ['listing', 200, expect.any(Number)],
      ['listing', 200, expect.any(Number)],
      ['artifact', 206, 5],
    ])
  })

  test('heeds If-Range, and says where a range is behind the end', async () => {
    const { origin } = await start()
    const changed = await fetch(`${origin}${ARTIFACT}`, {
      headers: { range: 'bytes=4-8', 'if-range': '"old"' },
    })
    expect([changed.status, await changed.text()]).toEqual([200, TEXT])
    const behind = await fetch(`${origin}${ARTIFACT}`, { headers: { range: 'bytes=100-' } })
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${TEXT.length}`])
  })

  test('knows neither length nor ETag nor ranges over a remote store', async () => {
    const { origin } = await start({ mode: 'remote' })
    const response = await fetch(`${origin}${ARTIFACT}`, { headers: { range: 'bytes=4-8' } })
    expect([response.status, await response.text()]).toEqual([200, TEXT])
    expect(response.headers.has('content-length')).toBe(false)
    expect(response.headers.has('etag')).toBe(false)
  })

  test('gives out URLs of a store, which expire, and heeds If-Match there', async () => {
    const server = await start({ mode: 'presigned' })
    const ask = async (): Promise<string> => {
      const answer = JSON.parse(await (await fetch(`${server.origin}${API}/presigned/run/model.txt`)).text())
      return answer.url
    }
    const url = await ask()
    expect(url.startsWith(server.storeOrigin)).toBe(true)
    expect(await (await fetch(url)).text()).toBe(TEXT)
    expect((await fetch(url, { headers: { 'if-match': '"other"' } })).status).toBe(412)
    server.expireUrls()
    expect((await fetch(url)).status).toBe(403)
    expect((await fetch(await ask())).status).toBe(200)
  })

  test('serves large files that it does not hold', async () => {
    const file = generatedFile(10 * 2 ** 30, 7)
    const { origin } = await start({ files: [['large.bin', file]] })
    const first = 9 * 2 ** 30 + 12_345
    const response = await fetch(`${origin}/files/large.bin`, {
      headers: { range: `bytes=${first}-${first + 99_999}` },
    })
    const expected = Buffer.concat([...file.read(first, first + 100_000)])
    expect(Buffer.from(await response.arrayBuffer()).equals(expected)).toBe(true)
  })
})

describe('faults', () => {
  test.each<[string, Fault, { text: string; whole: boolean }]>([
    ['reset', { cut: { at: 7, how: 'rst' } }, { text: expect.any(String), whole: false }],
    ['hang up', { cut: { at: 7, how: 'fin' } }, { text: TEXT.slice(0, 7), whole: false }],
    ['end too early', { cut: { at: 7, how: 'clean' } }, { text: TEXT.slice(0, 7), whole: true }],
    [
      'end too early, close-delimited',
      { framing: 'close', cut: { at: 7, how: 'clean' } },
      { text: TEXT.slice(0, 7), whole: true },
    ],
    [
      'end too early, HTTP/1.0',
      { framing: 'http1.0', cut: { at: 7, how: 'fin' } },
      { text: TEXT.slice(0, 7), whole: true },
    ],
    ['flip a bit', { flipBitAt: 0 }, { text: `u${TEXT.slice(1)}`, whole: true }],
    ['drip', { drip: { bytes: 1, everyMs: 1 } }, { text: TEXT, whole: true }],
    ['send fewer', { resizeBy: -1 }, { text: TEXT.slice(0, -1), whole: true }],
    ['send more', { resizeBy: 2 }, { text: `${TEXT}mo`, whole: true }],
    [
      'say a longer length',
      { headers: { 'content-length': '100' }, cut: { at: 20, how: 'fin' } },
      { text: TEXT, whole: false },
    ],
    ['say a shorter length', { headers: { 'content-length': '7' } }, { text: TEXT.slice(0, 7), whole: true }],
  ])('%s', async (_name, fault, expected) => {
    const { origin } = await startWith(fault)
    expect(await received(await fetch(`${origin}${ARTIFACT}`))).toEqual(expected)
  })

  test('stall before the headers, until the client gives up', async () => {
    const server = await startWith({ stallBeforeHeaders: true })
    const controller = new AbortController()
    const request = fetch(`${server.origin}${ARTIFACT}`, { signal: controller.signal })
    await expect.poll(() => server.requests.length).toBe(1)
    controller.abort()
    await expect(request).rejects.toThrow()
    await expect.poll(() => server.connections).toBe(0)
  })

  test('stall in the middle, until the client gives up', async () => {
    const server = await startWith({ stallAt: 5 })
    const controller = new AbortController()
    const response = await fetch(`${server.origin}${ARTIFACT}`, { signal: controller.signal })
    const reader = response.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(TEXT.slice(0, 5))
    controller.abort()
    await expect.poll(() => server.connections).toBe(0)
  })

  test('hang up, and speak something else', async () => {
    for (const fault of [{ hangUp: 'rst' }, { hangUp: 'fin' }, { garbage: 'SSH-2.0\r\n\r\n' }] as const) {
      const { origin } = await startWith(fault)
      await expect(fetch(`${origin}${ARTIFACT}`)).rejects.toThrow()
    }
  })

  test.each<[string, Fault, number, string | null]>([
    ['ignored', { ignoreRange: true }, 200, null],
    ['elsewhere', { contentRange: ({ size }) => `bytes 0-4/${size}` }, 206, 'bytes 0-4/20'],
    ['not named', { contentRange: () => undefined }, 206, null],
    ['of several parts', { multipart: true }, 206, null],
  ])('in ranges: %s', async (_name, fault, status, contentRange) => {
    const { origin } = await startWith(fault)
    const response = await fetch(`${origin}${ARTIFACT}`, { headers: { range: 'bytes=4-8' } })
    expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange])
  })

  test('in headers: missing and weak ETags', async () => {
    const { origin } = await start({
      faults: inTurn('artifact', [{ headers: { etag: undefined } }, { headers: { etag: 'W/"1"' } }]),
    })
    expect((await fetch(`${origin}${ARTIFACT}`)).headers.get('etag')).toBeNull()
    expect((await fetch(`${origin}${ARTIFACT}`)).headers.get('etag')).toBe('W/"1"')
  })

  test('replace a file in the middle of an answer', async () => {
    const server = await start()
    server.faults = () => ({
      when: { sent: 5, run: () => server.tree.set('run/model.txt', bytesFile('another')) },
    })
    expect(await (await fetch(`${server.origin}${ARTIFACT}`)).text()).toBe(TEXT)
    expect(await (await fetch(`${server.origin}${ARTIFACT}`)).text()).toBe('another')
  })

  test('answer in place of the server', async () => {
    const { origin } = await start({
      faults: inTurn('artifact', [
        refusal(503, '7'),
        loginPage(),
        gzipBomb(2 ** 20),
        redirect('/files/run/model.txt'),
        listingOf([{ path: '../x', is_dir: false }]),
      ]),
    })
    const refused = await fetch(`${origin}${ARTIFACT}`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7'])
    expect(await (await fetch(`${origin}${ARTIFACT}`)).text()).toContain('log in')
    expect((await (await fetch(`${origin}${ARTIFACT}`)).arrayBuffer()).byteLength).toBe(2 ** 20)
    expect(await (await fetch(`${origin}${ARTIFACT}`)).text()).toBe(TEXT)
    expect(await (await fetch(`${origin}${ARTIFACT}`)).json()).toEqual({
      files: [{ path: '../x', is_dir: false }],
    })
  })

  test('list without end, as long as the client listens', async () => {
    const server = await start({ faults: inTurn('listing', [endlessListing()]) })
    const response = await fetch(`${server.origin}${API}/artifacts`)
    let length = 0
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength
      if (length > 10_000_000) break
    }
    await expect.poll(() => server.connections).toBe(0)
  })

  test('are repeated by their seed', async () => {
    const sequence = async (): Promise<number[]> => {
      const faults = atRandom({
        seed: 11,
        share: 0.5,
        makers: [() => refusal(500), (random) => refusal(random.integer(501, 504))],
      })
      const { origin } = await start({ faults })
      const statuses: number[] = []
      for (let count = 0; count < 20; count += 1) statuses.push((await fetch(`${origin}${ARTIFACT}`)).status)
      return statuses
    }
    const first = await sequence()
    expect(new Set(first).size).toBeGreaterThan(2)
    expect(await sequence()).toEqual(first)
  })
})

test('goes down, and comes back', async () => {
  const faults = inTurn('artifact', [{ stallAt: 3 }])
  const server = await start({ faults })
  const url = server.origin + ARTIFACT
  const broken = received(await fetch(url))
  const comeBack = await server.takeDown()
  expect(await broken).toEqual({ text: TEXT.slice(0, 3), whole: false })
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  await comeBack()
  expect(await (await fetch(url)).text()).toBe(TEXT)
  await server.takeDown()
})
