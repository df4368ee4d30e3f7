import { RestError } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { failureOf, storesOf } from '../../test/rest-stores.ts'

describe('failures', () => {
  test.each([
    [
      401,
      'UNAUTHENTICATED',
      /MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN/,
    ],
    [403, 'PERMISSION_DENIED', /permission/],
    [404, 'ENDPOINT_NOT_FOUND', /path prefix/],
    [409, 'ALREADY_EXISTS', undefined],
    [418, 'INTERNAL_ERROR', undefined],
    [501, 'NOT_IMPLEMENTED', undefined],
  ] as const)('a text with status %i is %s', async (status, code, hint) => {
    const { tracking } = await storesOf(() => ({
      status,
      contentType: 'text/html',
      body: 'Permission denied',
    }))
    const error = await failureOf(tracking.getRun('abc'))
    expect(error).toMatchObject({
      code,
      message:
        `API request to endpoint /api/2.0/mlflow/runs/get failed with error code ${status} != 200. ` +
        "Response body: 'Permission denied'",
    })
    if (hint === undefined) expect(error.hint).toBeUndefined()
    else expect(error.hint).toMatch(hint)
  })

  test('a JSON object is a RestError', async () => {
    const body = {
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Run with id=bad not found',
      sqlstate: 'KAM00',
      error_class: 'RESOURCE_NOT_FOUND',
    }
    const { tracking } = await storesOf(() => ({ status: 404, body }))
    const error = await failureOf(tracking.getRun('bad'))
    expect(error).toBeInstanceOf(RestError)
    expect(error).toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'RESOURCE_DOES_NOT_EXIST: Run with id=bad not found',
      status: 404,
      sqlstate: 'KAM00',
      errorClass: 'RESOURCE_NOT_FOUND',
      body,
      hint: undefined,
    })
  })

  test.each<[number, Record<string, unknown>, string, RegExp]>([
    [401, { message: 'Unauthorized' }, 'UNAUTHENTICATED', /MLFLOW_TRACKING_TOKEN/],
    [401, { detail: 'Not authenticated' }, 'UNAUTHENTICATED', /MLFLOW_TRACKING_TOKEN/],
    [403, { error: 'forbidden', error_description: 'no' }, 'PERMISSION_DENIED', /permission/],
    [403, { message: 'Forbidden', error_code: 'FORBIDDEN' }, 'PERMISSION_DENIED', /permission/],
    [403, { message: 'Missing Authentication Token' }, 'PERMISSION_DENIED', /SigV4.*http\.auth/],
    [404, { message: 'no Route matched with those values' }, 'ENDPOINT_NOT_FOUND', /path prefix/],
    [400, { title: 'Bad Request' }, 'BAD_REQUEST', /^undefined$/],
  ])("a gateway's %i %j has the code of its status", async (status, body, code, hint) => {
    const { tracking } = await storesOf(() => ({ status, body }))
    const error = await failureOf(tracking.getRun('abc'))
    expect(error).toMatchObject({ code, status, retryable: false })
    expect(error.message).toMatch(/^(?:INTERNAL_ERROR|FORBIDDEN): /)
    expect(String(error.hint)).toMatch(hint)
  })

  test("but MLflow's own code stays, whatever the status", async () => {
    const { tracking } = await storesOf(() => ({ status: 401, body: { error_code: 'INTERNAL_ERROR' } }))
    expect((await failureOf(tracking.getRun('abc'))).code).toBe('INTERNAL_ERROR')
  })

  test.each([
    ['[]', '[]'],
    [{ error_code: [], message: null }, 'INTERNAL_ERROR: None'],
    [
      { error_code: 'X', a: [1, true, null, { "it's": 'b' }] },
      "X: Response: {'error_code': 'X', 'a': [1, True, None, {\"it's\": 'b'}]}",
    ],
    [
      '{"x": [NaN, -Infinity, 9007199254740993]}',
      "INTERNAL_ERROR: Response: {'x': [nan, -inf, 9007199254740993]}",
    ],
  ])('%j is shown as Python shows it', async (body, message) => {
    const { tracking } = await storesOf(() => ({ status: 400, body }))
    expect((await failureOf(tracking.getRun('bad'))).message).toContain(message)
  })

  test.each(['text/html', 'application/json'])(
    'a login page sent as %s is no answer',
    async (contentType) => {
      const body = `<html>${'x'.repeat(5000)}<a href="http://user:s3cret@idp/?state=s3cret">Sign in</a></html>`
      const { tracking } = await storesOf(() => ({ contentType, body }))
      const error = await failureOf(tracking.getRun('abc'))
      expect(error.code).toBe('UNAUTHENTICATED')
      expect(error.message).toContain(
        'API request to endpoint was successful but the response body was not in a valid JSON',
      )
      expect(error.message.length).toBeLessThan(1500)
      expect(error.hint).toContain('MLFLOW_TRACKING_TOKEN')
    },
  )

  test.each(['[1]', '"text"', 'null', 'hello', '{"run": ', `${'['.repeat(100_000)}`])(
    'a 200 that is no object is an error',
    async (body) => {
      const { tracking } = await storesOf(() => ({ body }))
      expect(await failureOf(tracking.getRun('abc'))).toMatchObject({ code: 'INTERNAL_ERROR' })
    },
  )

  test('what an object repeats of secrets is not shown', async () => {
    const sent = 'Authorization: Bearer s3cret.s3cret, from https://user:s3cret@host/?token=s3cret'
    const body = { error_code: 403, message: `Refused "Basic classification": ${sent}`, details: [sent] }
    const { tracking } = await storesOf(() => ({ status: 403, body }))
    const error = await failureOf(tracking.getRun('abc'))
    expect(error.message).toBe(
      '403: Refused "Basic classification": Authorization: Bearer REDACTED, from https://host/?token=REDACTED',
    )
    expect(JSON.stringify(error)).not.toContain('s3cret')
  })

  test('what a page holds of secrets is not shown', async () => {
    const body =
      'see https://user:s3cret@host/x?X-Amz-Signature=s3cret, you sent Authorization: Bearer s3cret.s3cret and Basic czNjcmV0OnMz'
    const { tracking } = await storesOf(() => ({ status: 400, body }))
    const { message } = await failureOf(tracking.getRun('abc'))
    expect(message).toContain('see https://host/x?X-Amz-Signature=REDACTED')
    expect(message).not.toMatch(/s3cret|czNjcmV0/)
  })

  test('what the client gives up on is reported as it says', async () => {
    const { tracking, server } = await storesOf(() => ({
      status: 500,
      contentType: 'text/html',
      body: '<html>',
    }))
    const error = await failureOf(tracking.getRun('abc'))
    expect(error).toMatchObject({ retryable: true, uri: expect.stringContaining(server.uri) })
    expect(error.message).toContain('too many 500 error responses')
  })

  test('an answer that breaks off is an error', async () => {
    const { tracking } = await storesOf(() => ({ body: '{"run": ', breaksOff: true }))
    expect(await failureOf(tracking.getRun('abc'))).toMatchObject({ retryable: true })
  })
})
