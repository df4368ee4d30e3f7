import { gzipSync } from 'node:zlib'
import { refusal, storageAnswer } from '../../../src/google/answer-as-google.ts'
import type { GoogleAnswer, GoogleRequest, GoogleScript } from '../../../src/google/google-service.ts'
import { LOGIN_FILE, login } from '../keys.ts'
import type { Situation } from '../situation.ts'

const ANNA = { as: 'login-anna' }
const isListing = ({ path }: GoogleRequest): boolean => /\/o\?/.test(path)
const isMedia = ({ path }: GoogleRequest): boolean => path.includes('alt=media')

function store(name: string, storage: GoogleScript['storage'], more: Partial<Situation> = {}): Situation {
  return {
    name,
    files: { [LOGIN_FILE]: login('anna') },
    script: () => ({ ...(storage && { storage }) }),
    gives: [ANNA],
    ...more,
  }
}

const failing =
  (answer: GoogleAnswer): GoogleScript['storage'] =>
  () =>
    answer
const once =
  (answer: GoogleAnswer, is: (request: GoogleRequest) => boolean = () => true): GoogleScript['storage'] =>
  (request) =>
    request.count === 0 && is(request) ? answer : undefined

/** Adds headers to the answers with the bytes of objects. */
const withHeaders =
  (headers: Readonly<Record<string, string | undefined>>, body?: Uint8Array): GoogleScript['storage'] =>
  (request) => {
    if (!isMedia(request)) return undefined
    const answer = storageAnswer(request)
    return answer === 'hang up'
      ? answer
      : { ...answer, headers: { ...answer.headers, ...headers }, body: body ?? answer.body }
  }

/** What the store answers to somebody who has logged in. */
export const STORES: readonly Situation[] = [
  store('a token that is refused once', once(refusal(401, 'Invalid Credentials'))),
  store('a token that is always refused', failing(refusal(401, 'Invalid Credentials')), {
    gives: [{ code: 'UNAUTHENTICATED' }],
  }),
  store('somebody who may not', failing(refusal(403, 'anna does not have storage.objects.list access')), {
    gives: [{ code: 'PERMISSION_DENIED' }],
  }),
  store('a bucket that is not there', failing(refusal(404, 'The specified bucket does not exist.')), {
    gives: [{ code: 'RESOURCE_DOES_NOT_EXIST' }],
  }),
  ...[408, 429, 500, 502, 503, 504].map((status) => store(`${status}, once`, once(refusal(status, 'later')))),
  store('a connection that ends without an answer', once('hang up')),
  store('a listing only level by level', (request) =>
    isListing(request) && !request.path.includes('delimiter') ? refusal(403, 'no') : undefined,
  ),
  store('a first page without entries', (request) =>
    isListing(request) && !request.path.includes('pageToken') ? { body: { nextPageToken: 'x' } } : undefined,
  ),
  store(
    'a page instead of a listing',
    (request) => (isListing(request) ? { body: '<html>log in</html>' } : undefined),
    { gives: [{ code: 'INTERNAL_ERROR' }] },
  ),
  store(
    'an empty answer instead of a listing',
    (request) => (isListing(request) ? { status: 204 } : undefined),
    {
      gives: [{ code: 'INTERNAL_ERROR' }],
    },
  ),
  store(
    'a message instead of a listing',
    (request) => (isListing(request) ? { body: { message: 'ok' } } : undefined),
    {
      gives: [{ code: 'INTERNAL_ERROR' }],
    },
  ),
  store(
    'a refusal in a listing with status 200',
    (request) => (isListing(request) ? { body: { error: { code: 403, message: 'no' } } } : undefined),
    { gives: [{ code: 'PERMISSION_DENIED' }] },
  ),
  store('objects without a checksum', (request) => {
    if (!isMedia(request)) return undefined
    return { headers: { 'x-goog-generation': '1' }, body: '123456789' }
  }),
  store('objects with another checksum', withHeaders({ 'x-goog-hash': 'crc32c=AAAAAA==' }), {
    gives: [{ code: 'DATA_LOSS' }],
  }),
  store(
    'objects that are stored as gzip',
    withHeaders(
      { 'content-encoding': 'gzip', 'x-goog-stored-content-encoding': 'gzip', 'x-goog-hash': undefined },
      gzipSync('123456789'),
    ),
  ),
  store(
    'objects that are decoded on the way',
    withHeaders({ 'x-goog-stored-content-encoding': 'gzip', 'x-goog-hash': undefined }),
  ),
  store('objects of which nobody knows more', withHeaders({ 'x-goog-stored-content-encoding': 'identity' })),
  store('STORAGE_EMULATOR_HOST', (request) => storageAnswer(request), {
    variables: { STORAGE_EMULATOR_HOST: 'http://{plain}' },
    gives: [{ as: 'nobody' }],
  }),
  store('API_ENDPOINT_OVERRIDE', undefined, { variables: { API_ENDPOINT_OVERRIDE: 'http://{plain}' } }),
]
