import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { failureOf, textOf } from '../../test/collect.ts'
import { startStore } from '../../test/start-store.ts'

const GIVEN = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>B</SecretAccessKey>
  <SessionToken>T</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>
  </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`

type Answer = (response: ServerResponse) => void
const give: Answer = (response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(GIVEN)

/** A store, and an STS whose credentials it is read with. */
async function start(first: Answer) {
  const { repository } = await startStore({ 'root/a': 'a' })
  const script = { answer: first }
  const sts = createServer((_, response) => script.answer(response)).listen(0, '127.0.0.1')
  await once(sts, 'listening')
  const directory = await mkdtemp(join(tmpdir(), 'waiting-'))
  onTestFinished(async () => {
    sts.close()
    sts.closeAllConnections()
    await rm(directory, { recursive: true })
  })
  const file = join(directory, 'token')
  await writeFile(file, 'token')
  const address = sts.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const environment = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/reader',
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}`,
  }
  return { script, reader: repository({ environment }) }
}

test.each([
  [503, 'ServiceUnavailable'],
  [400, 'InvalidIdentityToken'],
])('credentials that were refused (%i %s) are asked for anew by the next reading', async (status, code) => {
  const { script, reader } = await start((response) => {
    const body = `<ErrorResponse><Error><Code>${code}</Code><Message>No</Message></Error></ErrorResponse>`
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
  })
  expect((await failureOf(reader.open('a'))).message).toContain('gave no credentials')
  script.answer = give
  expect(await textOf(reader.open('a'))).toBe('a')
})

test.each([0, 1, 2, 4, 8, 16, 32, 64])(
  'credentials that nobody waited for are asked for anew by the next reading (%i turns later)',
  async (turns) => {
    const held: ServerResponse[] = []
    const { script, reader } = await start((response) => held.push(response))
    const controller = new AbortController()
    const reason = new Error('enough')
    const first = expect(reader.open('a', { signal: controller.signal })).rejects.toBe(reason)
    await vi.waitUntil(() => held.length > 0)
    script.answer = give
    controller.abort(reason)
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
    const second = textOf(reader.open('a'))
    await first
    // One who came soon enough waits on for the same answer.
    for (const response of held) give(response)
    expect(await second).toBe('a')
    expect(await textOf(reader.open('a'))).toBe('a')
  },
)

test('who stops waiting for credentials does not take them from another one', async () => {
  const held: ServerResponse[] = []
  const { reader } = await start((response) => held.push(response))
  const controller = new AbortController()
  const first = expect(reader.open('a', { signal: controller.signal })).rejects.toThrow('enough')
  const second = textOf(reader.open('a'))
  await vi.waitUntil(() => held.length > 0)
  controller.abort(new Error('enough'))
  await first
  for (const response of held) give(response)
  expect(await second).toBe('a')
})
