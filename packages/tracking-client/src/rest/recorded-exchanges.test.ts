import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerCall } from '../../test/answer-call.ts'
import { fixture, type RecordedCall } from '../../test/recorded-store.ts'
import { contextOf, type ScriptedServer, scriptedServer } from '../../test/scripted-server.ts'
import { type ModelRegistry, openModelRegistry, openTrackingStore, type TrackingStore } from '../index.ts'

/** A call of Python's REST client on a real server, with the requests that it sent. */
interface RestCall extends RecordedCall {
  readonly requests: readonly string[]
}

interface Exchange {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

const recorded: {
  readonly calls: readonly RestCall[]
  readonly exchanges: Readonly<Record<string, Exchange>>
} = JSON.parse(fixture('rest.json'))

const exchanges = new Map(
  Object.entries(recorded.exchanges).map(([line, answer]) => [canonical(line), answer]),
)

let server: ScriptedServer
let tracking: TrackingStore
let registry: ModelRegistry

beforeAll(async () => {
  server = await scriptedServer(
    (line) => exchanges.get(line) ?? { status: 400, body: 'not recorded' },
    afterAll,
  )
  const context = contextOf(server.uri, {}, undefined, afterAll)
  tracking = openTrackingStore(server.uri, context)
  registry = openModelRegistry(server.uri, context)
})

for (const call of recorded.calls) {
  test(`${call.function}(${call.arguments.map((argument) => JSON.stringify(argument)).join(', ')})`, async () => {
    const before = server.requests.length
    const outcome = await answerCall(call, tracking, registry)
    const sent = server.requests.slice(before)
    const [expectedOutcome, expectedRequests] = expected(call)
    expect(outcome).toEqual(expectedOutcome)
    expect(sent).toEqual(expectedRequests)
  })
}

// Python's JSON has blanks between its parts, and escapes what is not ASCII.
function canonical(line: string): string {
  const [, start, body] = /^(\S+ \S+)(?: (.*))?$/s.exec(line) ?? []
  return body === undefined ? line : `${start} ${JSON.stringify(JSON.parse(body))}`
}

function expected(call: RestCall): [outcome: unknown, requests: readonly string[]] {
  const requests = call.requests.map(canonical)
  const [first, second] = call.arguments
  if (call.function === 'getLoggedModel' && ['..', '../x', 'a/b'].includes(first ?? '')) {
    // Python lets such an id change the path of the request, and reports the page that it meets there.
    const message = `Logged model with ID '${first}' not found.`
    return [{ error: { code: 'RESOURCE_DOES_NOT_EXIST', message } }, []]
  }
  if (call.error?.message.includes('too many 500 error responses')) {
    // Python asks for a version that the database cannot hold, again and again.
    const message = `Model Version (name=${first}, version=${second}) not found`
    return [{ error: { code: 'RESOURCE_DOES_NOT_EXIST', message } }, requests]
  }
  if (call.error !== undefined) return [{ error: call.error }, requests]
  // Protocol buffers have no null: Python's client shows an empty text in its place.
  const result = JSON.parse(JSON.stringify(call.result), (key, value) =>
    key === 'sourceRunId' && value === '' ? null : value,
  )
  return [{ result }, requests]
}
