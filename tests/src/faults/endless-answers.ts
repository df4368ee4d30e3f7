import type { Fault } from '@mlflow-artifacts/testing/fault-server'

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
const SLOW = { bytes: 1, everyMs: 50 } as const

/** Answers that never end, and are none of an artifact; those that drip come byte by byte. */
export const ENDLESS_ANSWERS: Readonly<Record<string, Fault>> = {
  'headers without an end': { raw: forever(OK, 'x-a: b\r\n') },
  'a header without an end': { raw: forever(`${OK}x-a: `, 'b') },
  'spaces in a header without an end': { raw: forever(`${OK}x-a:`, ' ') },
  'a status line without an end': { raw: forever('HTTP/1.1 200 ', 'OK') },
  'headers that drip': { raw: forever(OK, 'x-a: b\r\n', 1), drip: SLOW },
  'interim answers without an end': { raw: forever('', 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n') },
  'interim answers that drip': {
    raw: forever('', 'HTTP/1.1 102 Processing\r\n\r\n', 1),
    drip: { bytes: 30, everyMs: 50 },
  },
  'chunk extensions without an end': { raw: forever(`${CHUNKED}1;x=`, 'y') },
  'trailers without an end': { raw: forever(`${CHUNKED}2\r\n{}\r\n0\r\n`, 'x-a: b\r\n') },
  'trailers that drip': { raw: forever(`${CHUNKED}2\r\n{}\r\n0\r\n`, 'x-a: b\r\n', 1), drip: SLOW },
  'the words of a refusal without an end': { answer: { status: 403, body: forever('', 'no ') } },
  'the words of a refusal that drip': { answer: { status: 403, body: forever('', 'no ', 1) }, drip: SLOW },
  'a redirect to itself': { answer: { status: 302, headers: { location: '?again' } } },
}

/** Of what is no artifact, bodies too. */
export const ENDLESS_BODIES: Readonly<Record<string, Fault>> = {
  'a body without an end': {
    answer: { status: 200, body: forever('{"files":[', '{"path":"a","is_dir":false},') },
  },
  'an XML body without an end': {
    answer: { status: 200, body: forever('<ListBucketResult>', '<Contents/>') },
  },
  'spaces without an end': { answer: { status: 200, body: forever('', ' ') } },
  'a body that drips': {
    answer: { status: 200, body: forever('{"files":[', '{"path":"a"},', 1) },
    drip: SLOW,
  },
}

/** A beginning, and what follows it again and again, in pieces of so many repetitions. */
function forever(beginning: string, repeated: string, repetitions = 10_000): Iterable<Uint8Array> {
  const piece = Buffer.from(repeated.repeat(repetitions))
  return {
    *[Symbol.iterator]() {
      yield Buffer.from(beginning)
      for (;;) yield piece
    },
  }
}
