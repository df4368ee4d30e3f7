import { createHash } from 'node:crypto'
import { type Fault, type Faults, inTurn, s3Refusal } from '@mlflow-artifacts/testing/fault-server'
import { listing, type Situation } from './situation.ts'

const KEY = 'AKID us-east-1'
const file = (
  key: string,
  more = '<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>1</Size>',
): string => `<Contents><Key>${key}</Key>${more}</Contents>`
const page = (body: string): string =>
  `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${body}</ListBucketResult>`
const next = (token: string): string =>
  `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`
const digest = (algorithm: string, text = 'content'): string =>
  createHash(algorithm).update(text).digest('base64')
const checksum = (algorithm: string, value: string): Exclude<Situation['objects'], undefined> => ({
  'root/a': { headers: { [`x-amz-checksum-${algorithm}`]: value } },
})
/** What befalls requests for bytes, one after the other. */
const forBytes = (faults: readonly Fault[]): Faults => {
  const ofObjects = inTurn('s3-object', faults)
  return (request) => (request.method === 'GET' ? ofObjects(request) : undefined)
}
const profile = (text: string) => ({ config: (): string => `[default]\n${text}` })

const LISTINGS: readonly Situation[] = [
  { name: 'a listing', lists: true, expected: KEY },
  { name: 'a listing of one page', lists: true, store: listing(page(file('root/a'))), expected: KEY },
  {
    name: 'a prefixed namespace',
    lists: true,
    store: listing(
      page(file('root/a')).replace('xmlns', 'xmlns:s3').replaceAll('<', '<s3:').replaceAll('<s3:/', '</s3:'),
    ),
    expected: KEY,
  },
  { name: 'a byte order mark', lists: true, store: listing(`\uFEFF${page(file('root/a'))}`), expected: KEY },
  {
    name: 'an HTML page',
    lists: true,
    store: listing('<html><body>Log in</body></html>', 200, 'text/html'),
    expected: undefined,
    differs: 'boto takes it for an empty directory',
  },
  {
    name: 'HTML that is no XML',
    lists: true,
    store: listing('<!DOCTYPE html><p>Log in<br>', 200, 'text/html'),
    expected: undefined,
  },
  { name: 'JSON', lists: true, store: listing('{}', 200, 'application/json'), expected: undefined },
  {
    name: 'an empty body',
    lists: true,
    store: listing(''),
    expected: undefined,
    differs: 'boto takes it for an empty directory',
  },
  {
    name: 'status 204',
    lists: true,
    store: listing('', 204),
    expected: undefined,
    differs: 'boto takes it for an empty directory',
  },
  {
    name: 'half a page',
    lists: true,
    store: listing(page(file('root/a')).slice(0, -30)),
    expected: undefined,
  },
  {
    name: 'a token beside no more pages',
    lists: true,
    store: listing(
      page(
        `<IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken>${file('root/a')}`,
      ),
    ),
    expected: KEY,
  },
  {
    name: 'a date without Z',
    lists: true,
    store: listing(page(file('root/a', '<LastModified>2026-01-01T00:00:00</LastModified><Size>1</Size>'))),
    expected: KEY,
  },
  {
    name: 'a date of HTTP',
    lists: true,
    store: listing(
      page(file('root/a', '<LastModified>Thu, 01 Jan 2026 00:00:00 GMT</LastModified><Size>1</Size>')),
    ),
    expected: KEY,
  },
  { name: 'no date', lists: true, store: listing(page(file('root/a', '<Size>1</Size>'))), expected: KEY },
  {
    name: 'an emoji as a numeric reference',
    lists: true,
    store: listing(page(file('root/&#x1F389;'))),
    expected: KEY,
  },
  {
    name: 'an emoji as a decimal reference',
    lists: true,
    store: listing(page(file('root/&#127881;'))),
    expected: KEY,
  },
  {
    name: 'a page without entries',
    lists: true,
    store: () => inTurn('s3-listing', [{ answer: { status: 200, body: page(next('cm9vdC8')) } }]),
    expected: KEY,
  },
  {
    name: 'AccessDenied with status 200',
    lists: true,
    store: () => () => s3Refusal(200, 'AccessDenied'),
    expected: undefined,
  },
  {
    name: 'AccessDenied',
    lists: true,
    store: () => () => s3Refusal(403, 'AccessDenied'),
    expected: undefined,
  },
  {
    name: 'NoSuchBucket',
    lists: true,
    store: () => () => s3Refusal(404, 'NoSuchBucket'),
    expected: undefined,
  },
  {
    name: 'a policy that forbids max-keys',
    lists: true,
    store:
      () =>
      ({ target }) =>
        /max-keys/.test(target) ? s3Refusal(403, 'AccessDenied') : undefined,
    expected: KEY,
  },
  {
    name: 'a policy that demands a delimiter',
    lists: true,
    store:
      () =>
      ({ kind, target }) =>
        kind === 's3-listing' && !/delimiter/.test(target) ? s3Refusal(403, 'AccessDenied') : undefined,
    expected: KEY,
  },
]

const CHECKSUMS: readonly Situation[] = [
  ...['sha1', 'sha256', 'sha512'].flatMap((algorithm): Situation[] => [
    { name: `a right ${algorithm}`, objects: checksum(algorithm, digest(algorithm)), expected: KEY },
    {
      name: `a wrong ${algorithm}`,
      objects: checksum(algorithm, digest(algorithm, 'other')),
      expected: undefined,
    },
  ]),
  // Python's xxhash 3, of `content` and of `other`.
  ...[
    ['xxhash64', 'bFsZGjHFqfw=', 'MCcs6qbmYlo='],
    ['xxhash3', 'VfKzGmrPqmQ=', 'doHjiy3nxYI='],
    ['xxhash128', 'kX4SdCdPwZWyei0jiNlWjA==', '8aHe0YPt7vLKvREtWLTx6Q=='],
  ].flatMap(([algorithm = '', right = '', wrong = '']): Situation[] => [
    { name: `a right ${algorithm}`, objects: checksum(algorithm, right), expected: KEY },
    {
      name: `a wrong ${algorithm}`,
      objects: checksum(algorithm, wrong),
      expected: undefined,
      differs: 'boto computes none of the family XXH',
    },
  ]),
  { name: 'a right crc32', objects: checksum('crc32', '/sUwqQ=='), expected: KEY },
  { name: 'a wrong crc32', objects: checksum('crc32', 'AAAAAA=='), expected: undefined },
  {
    name: 'a composite of one part',
    objects: checksum(
      'sha256',
      `${createHash('sha256').update(createHash('sha256').update('content').digest()).digest('base64')}-1`,
    ),
    expected: KEY,
  },
  {
    name: 'a composite of unknown parts',
    objects: checksum('sha256', `${digest('sha256', 'other')}-3`),
    expected: KEY,
  },
  { name: 'a checksum of an unknown algorithm', objects: checksum('blake3', 'AAAA'), expected: KEY },
  {
    name: 'an ETag that is no MD5',
    objects: { 'root/a': { etag: '"9a0364b9e99bb480dd25e1f0284c8555"' } },
    expected: KEY,
  },
  {
    name: 'when_required',
    variables: () => ({ AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required' }),
    store:
      () =>
      ({ headers }) =>
        headers['x-amz-checksum-mode'] ? s3Refusal(403, 'AccessDenied') : undefined,
    expected: KEY,
  },
  {
    name: 'when_required of a profile',
    ...profile('response_checksum_validation = when_required\n'),
    store:
      () =>
      ({ headers }) =>
        headers['x-amz-checksum-mode'] ? s3Refusal(403, 'AccessDenied') : undefined,
    expected: KEY,
  },
  {
    name: 'when_supported',
    variables: () => ({ AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_supported' }),
    expected: KEY,
  },
  {
    name: 'a store that does not know checksums (501)',
    store:
      () =>
      ({ headers, method }) =>
        headers['x-amz-checksum-mode'] && method === 'GET' ? s3Refusal(501, 'NotImplemented') : undefined,
    expected: KEY,
    differs: 'boto asks with the header only',
  },
  {
    name: 'a store that does not know checksums (400)',
    store:
      () =>
      ({ headers, method }) =>
        headers['x-amz-checksum-mode'] && method === 'GET' ? s3Refusal(400, 'InvalidArgument') : undefined,
    expected: KEY,
    differs: 'boto asks with the header only',
  },
]

const NAMES: readonly Situation[] = [
  {
    name: 'a file with another one below its name',
    objects: { 'root/a/b': {} },
    expected: KEY,
    differs: 'MLflow takes it for the directory, which is no text',
  },
]

const SETTINGS: readonly Situation[] = [
  {
    name: 'an endpoint of the profile',
    variables: () => ({ MLFLOW_S3_ENDPOINT_URL: undefined }),
    config: ({ s3 }) => `[default]\nendpoint_url = ${s3}\n`,
    expected: KEY,
  },
  {
    name: 'an endpoint of a service of the profile',
    variables: () => ({ MLFLOW_S3_ENDPOINT_URL: undefined }),
    config: ({ s3 }) =>
      `[default]\nservices = mine\nendpoint_url = http://127.0.0.1:1\n[services mine]\ns3 =\n  endpoint_url = ${s3}\n`,
    expected: KEY,
  },
  {
    name: 'the variable before the profile',
    variables: ({ s3 }) => ({ MLFLOW_S3_ENDPOINT_URL: undefined, AWS_ENDPOINT_URL: s3 }),
    config: () => '[default]\nendpoint_url = http://127.0.0.1:1\n',
    expected: KEY,
  },
  {
    name: 'endpoints that are ignored',
    variables: ({ s3 }) => ({
      MLFLOW_S3_ENDPOINT_URL: s3,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    }),
    expected: KEY,
  },
  {
    name: 'endpoints that the profile ignores',
    config: () => '[default]\nignore_configured_endpoint_urls = true\nendpoint_url = http://127.0.0.1:1\n',
    expected: KEY,
  },
  {
    name: 'an endpoint that is no URL',
    variables: () => ({ MLFLOW_S3_ENDPOINT_URL: 'store' }),
    expected: undefined,
  },
  {
    name: 'accelerate beside an endpoint',
    ...profile('s3 =\n  use_accelerate_endpoint = true\n'),
    expected: KEY,
    differs: 'boto refuses the two together; the endpoint goes first here',
  },
  { name: 'addressing by path', ...profile('s3 =\n  addressing_style = path\n'), expected: KEY },
  {
    name: 'addressing by host, at an endpoint that is no such host',
    ...profile('s3 =\n  addressing_style = virtual\n'),
    variables: ({ s3 }) => ({ MLFLOW_S3_ENDPOINT_URL: s3.replace('127.0.0.1', 'localhost') }),
    expected: KEY,
  },
  {
    name: 'a bundle of the profile that is missing, over HTTP',
    ...profile('ca_bundle = /nonexistent\n'),
    expected: KEY,
  },
  {
    name: 'attempts of the profile',
    ...profile('max_attempts = 3\n'),
    variables: () => ({ AWS_MAX_ATTEMPTS: undefined }),
    store: () => inTurn('s3-listing', [s3Refusal(503, 'SlowDown')]),
    lists: true,
    expected: KEY,
  },
  {
    name: 'a store that is busy once',
    store: () => inTurn('s3-object', [s3Refusal(503, 'SlowDown')]),
    variables: () => ({ AWS_MAX_ATTEMPTS: '3' }),
    expected: KEY,
  },
  {
    name: 'a store that is busy once, where nothing is repeated',
    store: () => forBytes([s3Refusal(503, 'SlowDown')]),
    expected: undefined,
  },
  {
    name: 'a store that is busy once, and a profile that says how often',
    ...profile('max_attempts = 2\n'),
    variables: () => ({ AWS_MAX_ATTEMPTS: undefined }),
    store: () => forBytes([s3Refusal(503, 'SlowDown')]),
    expected: KEY,
  },
  {
    name: 'a store that is busy as often as the mode of the profile repeats',
    ...profile('retry_mode = standard\n'),
    variables: () => ({ AWS_MAX_ATTEMPTS: undefined }),
    store: () => forBytes(Array.from({ length: 3 }, () => s3Refusal(503, 'SlowDown'))),
    expected: undefined,
  },
  {
    name: 'a body that breaks, where nothing is repeated',
    store: () => forBytes([{ cut: { at: 3, how: 'fin' } }]),
    expected: KEY,
  },
  { name: 'no attempts', variables: () => ({ AWS_MAX_ATTEMPTS: '0' }), expected: undefined },
  {
    name: 'attempts of a profile that are no number',
    ...profile('max_attempts = many\n'),
    variables: () => ({ AWS_MAX_ATTEMPTS: undefined }),
    expected: undefined,
  },
  { name: 'a mode that is none', variables: () => ({ AWS_RETRY_MODE: 'often' }), expected: undefined },
  {
    name: 'a bucket elsewhere',
    store:
      () =>
      ({ headers }) =>
        headers.authorization?.includes('/eu-west-1/')
          ? undefined
          : s3Refusal(
              400,
              'AuthorizationHeaderMalformed',
              { 'x-amz-bucket-region': 'eu-west-1' },
              { Region: 'eu-west-1' },
            ),
    expected: 'AKID eu-west-1',
  },
]

/** What stores and settings are like. */
export const STORES_OF_S3: readonly Situation[] = [...LISTINGS, ...CHECKSUMS, ...NAMES, ...SETTINGS]
