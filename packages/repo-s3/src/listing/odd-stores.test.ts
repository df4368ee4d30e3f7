import { type Fault, inTurn, type ReceivedRequest, s3Refusal } from '@mlflow-artifacts/testing/fault-server'
import { describe, expect, test } from 'vitest'
import { failureOf, pathsOf, textOf, walked } from '../../test/collect.ts'
import { startStore } from '../../test/start-store.ts'

const answer = (body: string, status = 200, type = 'application/xml'): Fault => ({
  answer: { status, headers: { 'content-type': type }, body },
})
const contents = (key: string, more = '<Size>1</Size>'): string =>
  `<Contents><Key>${key}</Key>${more}</Contents>`
const page = (body: string): string => `<ListBucketResult>${body}</ListBucketResult>`
const next = (token: string): string =>
  `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`

/** What both ways to list give of a first page. */
async function listed(body: string): Promise<[string[], string[]]> {
  const { repository } = await startStore({}, { faults: () => answer(body) })
  return [await pathsOf(repository().list('')), await walked(repository())]
}

describe('a listing is read as the store writes it', () => {
  test.each([
    ['a default namespace', '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'],
    ['another one', "<ListBucketResult xmlns='http://doc.s3.amazonaws.com/2006-03-01'>"],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<ListBucketResult>'],
    ['a byte order mark', '\uFEFF<?xml version="1.0"?><ListBucketResult>'],
    ['a comment', '<!-- <Error> --><ListBucketResult>'],
  ])('with %s', async (_, root) => {
    expect(await listed(`${root}${contents('root/a')}</ListBucketResult>`)).toEqual([['a'], ['a']])
  })

  test('with a prefix of a namespace', async () => {
    const body = page(contents('root/a')).replaceAll('<', '<s3:').replaceAll('<s3:/', '</s3:')
    expect(await listed(body)).toEqual([['a'], ['a']])
  })

  test.each([
    ['2024-01-01T00:00:00'],
    ['2024-01-01 00:00:00+00:00'],
    ['Mon, 01 Jan 2024 00:00:00 GMT'],
    ['1704067200'],
    ['yesterday'],
    [''],
  ])('with the date %j', async (date) => {
    const more = `<LastModified>${date}</LastModified><Size>1</Size><Owner><ID>x</ID><Key>no</Key></Owner>`
    expect(await listed(page(contents('root/a', more)))).toEqual([['a'], ['a']])
  })

  test.each([
    ['&#x1F389;', '🎉'],
    ['&#127881;', '🎉'],
    ['&#xe9;&amp;&lt;&apos;', "é&<'"],
    ['<![CDATA[a&amp;<b>]]>', 'a&amp;<b>'],
    ['&unknown;%20+', '&unknown;%20+'],
  ])('with the key %s', async (written, key) => {
    expect(await listed(page(contents(`root/${written}`)))).toEqual([[key], [key]])
  })

  test.each([
    [
      'a token beside no more pages',
      `<IsTruncated>false</IsTruncated><NextContinuationToken>t</NextContinuationToken>`,
    ],
    ['no word about pages', ''],
    ['capitals and spaces', '<IsTruncated> False </IsTruncated>'],
  ])('which ends with %s', async (_, end) => {
    expect(await listed(page(`${end}${contents('root/a')}`))).toEqual([['a'], ['a']])
  })

  test('of nothing', async () => {
    expect(await listed('<ListBucketResult/>')).toEqual([[], []])
    expect(await listed('<a:ListBucketResult xmlns:a="x"></a:ListBucketResult>')).toEqual([[], []])
  })

  test('and a size that it does not say is not known', async () => {
    const { repository } = await startStore({}, { faults: () => answer(page(contents('root/a', ''))) })
    for await (const { fileSize } of repository().list('')) expect(fileSize).toBeUndefined()
  })
})

describe('what is no listing is no empty directory', () => {
  test.each([
    ['nothing', '', 200, 'application/xml'],
    ['status 204', '', 204, 'application/xml'],
    ['status 202', page('').slice(0, 5), 202, 'application/xml'],
    ['a login page', '<!DOCTYPE html><html><body><h1>Log in</h1></body></html>', 200, 'text/html'],
    ['XHTML', '<html xmlns="http://www.w3.org/1999/xhtml"><Contents/></html>', 200, 'application/xml'],
    ['JSON', '{"objects":[]}', 200, 'application/json'],
    ['words', 'OK', 200, 'text/plain'],
    [
      'another document',
      '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>',
      200,
      'application/xml',
    ],
    ['half of one', `<ListBucketResult>${contents('root/a')}`, 200, 'application/xml'],
    ['two', page('') + page(''), 200, 'application/xml'],
    ['one whose entries have other names', page(contents('root/a').toLowerCase()), 200, 'application/xml'],
    [
      'one whose entries are elsewhere',
      page(`<Result>${contents('root/a')}</Result>`),
      200,
      'application/xml',
    ],
    ['one with an object of two keys', page(contents('root/a', '<Key>root/b</Key>')), 200, 'application/xml'],
    ['one that may have an end or not', page('<IsTruncated>maybe</IsTruncated>'), 200, 'application/xml'],
    ['one with an object without a key', page('<Contents><Size>1</Size></Contents>'), 200, 'application/xml'],
  ])('%s', async (_, body, status, type) => {
    const { repository } = await startStore({}, { faults: () => answer(body, status, type) })
    const reader = repository()
    for (const call of [() => pathsOf(reader.list('')), () => walked(reader)]) {
      const error = await failureOf(call())
      expect(error).toMatchObject({ code: 'INVALID_STATE', uri: 's3://bucket' })
      expect(error.message).toMatch(/is no listing/)
      expect(error.hint).toContain('MLFLOW_S3_ENDPOINT_URL')
    }
  })
})

describe('pages', () => {
  test('on which the same key is told again have it once', async () => {
    const first = page(`${next('1')}${contents('root/a')}${contents('root/b')}`)
    const second = page(`${contents('root/b')}${contents('root/c')}`)
    const { repository, server } = await startStore({})
    for (const call of [() => pathsOf(repository().list('')), () => walked(repository())]) {
      server.faults = inTurn('s3-listing', [answer(first), answer(second)])
      expect(await call()).toEqual(['a', 'b', 'c'])
    }
  })

  test.each([
    [
      'a file',
      [contents('root/a') + contents('root/b'), contents('root/c'), contents('root/d') + contents('root/a')],
    ],
    [
      'the first entry',
      [contents('root/a') + contents('root/b'), contents('root/c'), contents('root/a') + contents('root/d')],
    ],
  ])('that are not neighbours and tell %s again have it once', async (_, bodies) => {
    const pages = bodies.map((body, index) => answer(page(index < 2 ? next(String(index)) + body : body)))
    const { repository, server } = await startStore({})
    for (const call of [() => pathsOf(repository().list('')), () => walked(repository())]) {
      server.faults = inTurn('s3-listing', pages)
      expect(await call()).toEqual(['a', 'b', 'c', 'd'])
    }
  })

  test('far from each other that tell an entry again have it once in a directory', async () => {
    const prefix = (name: string): string => `<CommonPrefixes><Prefix>root/${name}/</Prefix></CommonPrefixes>`
    const many = Array.from({ length: 12_000 }, (_, index) => prefix(`d${index}`)).join('')
    const { repository, server } = await startStore({})
    server.faults = inTurn('s3-listing', [
      answer(page(next('1') + prefix('x') + contents('root/a'))),
      answer(page(next('2') + many)),
      answer(page(prefix('x') + contents('root/z') + contents('root/a'))),
    ])
    const paths = await pathsOf(repository().list(''))
    expect(paths.filter((path) => !path.startsWith('d'))).toEqual(['a', 'x/', 'z'])
  })

  test('that tell the directory itself do not have it as an entry', async () => {
    const body = page(`<CommonPrefixes><Prefix>root/</Prefix></CommonPrefixes>${contents('root/a')}`)
    const { repository } = await startStore({}, { faults: () => answer(body) })
    expect(await pathsOf(repository().list(''))).toEqual(['a'])
  })

  test('in another encoding are no listing', async () => {
    const body = Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?>${page(contents('root/\u00e9'))}`,
      'latin1',
    )
    const fault: Fault = { answer: { status: 200, headers: { 'content-type': 'application/xml' }, body } }
    const { repository } = await startStore({}, { faults: () => fault })
    expect(await failureOf(walked(repository()))).toMatchObject({ code: 'INVALID_STATE' })
  })

  test('without entries do not make a directory missing', async () => {
    const { repository, server } = await startStore({ 'root/d/a': 'a' })
    server.faults = inTurn('s3-listing', [answer(page(next(Buffer.from('root/d/').toString('base64url'))))])
    expect(await repository().stat?.('d')).toMatchObject({ isDir: true })
  })
})

/** A bucket whose policy refuses some requests for listings. */
const policy =
  (isRefused: (query: URLSearchParams) => boolean) =>
  ({ kind, target }: ReceivedRequest) =>
    kind === 's3-listing' && isRefused(new URL(target, 'http://server').searchParams)
      ? s3Refusal(403, 'AccessDenied')
      : undefined

test.each([
  ['demands a delimiter', (query: URLSearchParams) => query.get('delimiter') !== '/'],
  ['forbids max-keys', (query: URLSearchParams) => query.has('max-keys')],
])('a policy that %s is no obstacle', async (_, isRefused) => {
  const files = { 'root/a': 'a', 'root/d//x': 'x', 'root/d/e/b': 'b', 'root/empty/': '', 'root/d/': '' }
  const { repository, server } = await startStore(files)
  server.faults = policy(isRefused)
  expect((await walked(repository())).sort()).toEqual(['a', 'd//x', 'd/e/b', 'empty/'])
  expect(await pathsOf(repository().list('d'))).toEqual(['d/e/'])
  expect(await repository().stat?.('d')).toMatchObject({ isDir: true })
  expect(await textOf(repository().open('a'))).toBe('a')
  expect(await failureOf(repository().open('missing'))).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
})

test.each([
  ['flat', () => false],
  ['level by level', (query: URLSearchParams) => query.get('delimiter') !== '/'],
])('a marker alone makes no directory of what is an object (%s)', async (_, isRefused) => {
  const files = {
    'root/a': 'a',
    'root/a-b': 'b',
    'root/a/': '',
    'root/c': 'c',
    'root/c/': '',
    'root/c/d': 'd',
  }
  const { repository, server } = await startStore({ ...files, 'root/e/': '' })
  server.faults = policy(isRefused)
  expect((await walked(repository())).sort()).toEqual(['a', 'a-b', 'c', 'c/d', 'e/'])
  expect(await pathsOf(repository().list(''))).toEqual(['a', 'a-b', 'c/', 'c', 'e/'])
  expect(await repository().stat?.('a')).toEqual({ path: 'a', isDir: false, fileSize: 1 })
})

test('a listing that is refused in every way says so', async () => {
  const { repository } = await startStore({}, { faults: policy(() => true) })
  expect(await failureOf(walked(repository()))).toMatchObject({ code: 'PERMISSION_DENIED' })
})

test('a marker that only a listing of one level shows is no directory', async () => {
  const marker = page(contents('root/a//b/', '<Size>0</Size>'))
  const { repository } = await startStore(
    {},
    { faults: ({ target }) => (target.includes('delimiter=') ? answer(marker) : undefined) },
  )
  expect(await repository().stat?.('a//b')).toBeUndefined()
})

test.each([
  ['below each other', (prefix: string) => `${prefix}d/`],
  ['in themselves', (prefix: string) => prefix],
])('directories without end %s end a walk level by level', async (_, below) => {
  const { repository } = await startStore(
    {},
    {
      faults: ({ target }) => {
        const query = new URL(target, 'http://server').searchParams
        const prefix = below(query.get('prefix') ?? '')
        const level = page(`<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`)
        return query.has('delimiter') ? answer(level) : s3Refusal(403, 'AccessDenied')
      },
    },
  )
  expect(await failureOf(walked(repository()))).toMatchObject({
    code: 'INVALID_STATE',
    message: expect.stringContaining('directories deep'),
  })
})

test.each([
  ['a tag', `<${'a'.repeat(2 ** 20)}`],
  ['comments', `<a>${'<!--x>'.repeat(2 ** 18)}`],
  ['texts', `<a>${'<![CDATA[x>'.repeat(2 ** 17)}`],
  ['declarations', `<a>${'<?'.repeat(2 ** 19)}`],
])('%s without an end is no listing, and is read in proportion to its size', async (_, body) => {
  const { repository } = await startStore({}, { faults: () => answer(body) })
  expect(await failureOf(walked(repository()))).toMatchObject({ code: 'INVALID_STATE' })
})

describe.each([
  ['as S3 writes it', '<Error>'],
  ['in a namespace', '<Error xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'],
  ['behind a comment', '<!-- gateway --><Error>'],
  ['behind a byte order mark', '\uFEFF<Error>'],
])('an error with a status of success, %s, is a refusal that repeats nothing that was sent', (_, root) => {
  test.each(['Code', 'Message', 'Region'])('in its %s', async (place) => {
    const { repository } = await startStore(
      { 'root/a': 'a' },
      {
        faults: ({ headers }) => {
          const echo = JSON.stringify(headers).replaceAll('"', '&quot;')
          const said = (name: string, text: string): string =>
            `<${name}>${place === name ? echo : text}</${name}>`
          return answer(
            `${root}${said('Code', 'AccessDenied')}${said('Message', 'No')}${said('Region', 'x')}</Error>`,
          )
        },
      },
    )
    const environment = { AWS_SESSION_TOKEN: 'token', AWS_MAX_ATTEMPTS: '1' }
    // That nothing is repeated, `failureOf` looks at.
    for (const call of [
      () => walked(repository({ environment })),
      () => textOf(repository({ environment }).open('a')),
    ]) {
      const { code } = await failureOf(call())
      expect(code).toBe(place === 'Code' ? 'TEMPORARILY_UNAVAILABLE' : 'PERMISSION_DENIED')
    }
  })
})
