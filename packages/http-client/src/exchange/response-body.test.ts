import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ResponseBody } from './response-body.ts'

/** A connection, of which only is noted whether the rest of the answer was given up. */
function connected(): { body: ResponseBody; isGivenUp: () => boolean } {
  let isGivenUp = false
  const body = new ResponseBody({
    resume: () => undefined,
    abort: () => {
      isGivenUp = true
    },
  })
  return { body, isGivenUp: () => isGivenUp }
}

/** What comes of reading it, by whoever needs some time for each chunk. */
async function readSlowly(body: ResponseBody): Promise<string> {
  let text = ''
  try {
    for await (const chunk of body) {
      text += Buffer.from(chunk).toString()
      await delay(1)
    }
    return text
  } catch (error) {
    return `${text}! ${error instanceof Error ? error.message : error}`
  }
}

describe('a body that is read slowly', () => {
  test('is whole where all of it had come before', async () => {
    const { body } = connected()
    body.receive(Buffer.from('a'))
    body.receive(Buffer.from('b'))
    body.end()
    expect(await readSlowly(body)).toBe('ab')
  })

  test('is whole where it comes at once, while it is waited for', async () => {
    const { body } = connected()
    const reading = readSlowly(body)
    await delay(1)
    body.receive(Buffer.from('a'))
    body.end()
    expect(await reading).toBe('a')
  })

  test('is whole where it is empty', async () => {
    const { body } = connected()
    body.end()
    expect(await readSlowly(body)).toBe('')
  })

  test('fails behind what had come when the connection broke', async () => {
    const { body } = connected()
    body.receive(Buffer.from('a'))
    body.fail(new Error('broken'))
    expect(await readSlowly(body)).toBe('a! broken')
  })

  test('fails with the reason when it is aborted, and at once', async () => {
    const { body, isGivenUp } = connected()
    const reading = readSlowly(body)
    await delay(1)
    body.abort('unwanted')
    expect([await reading, isGivenUp()]).toEqual(['! unwanted', true])
  })

  test('is not taken for whole where it was closed before its end', async () => {
    const { body, isGivenUp } = connected()
    body.receive(Buffer.from('a'))
    const reading = readSlowly(body)
    await delay(1)
    body.destroy()
    expect([await reading, isGivenUp()]).toEqual(['a! The body was closed before its end', true])
  })

  test('is given up by whoever leaves it', async () => {
    const { body, isGivenUp } = connected()
    body.receive(Buffer.from('a'))
    for await (const _chunk of body) break
    expect([body.destroyed, isGivenUp()]).toEqual([true, true])
  })
})
