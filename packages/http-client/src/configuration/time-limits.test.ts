import { expect, test } from 'vitest'
import { timeLimits } from './time-limits.ts'

test('the defaults differ between the tracking server and the rest', () => {
  expect(timeLimits(undefined, {}, true)).toEqual({
    isHeadersMsChosen: false,
    waitMs: 30_000,
    connectMs: 10_000,
    tlsMs: 30_000,
    tunnelMs: 30_000,
    headersMs: 120_000,
    silenceMs: 30_000,
    slowMs: 60_000,
    callMs: undefined,
  })
  expect(timeLimits(undefined, {}, false)).toEqual({
    isHeadersMsChosen: false,
    waitMs: 30_000,
    connectMs: 10_000,
    tlsMs: 30_000,
    tunnelMs: 30_000,
    headersMs: 60_000,
    silenceMs: 30_000,
    slowMs: 60_000,
    callMs: undefined,
  })
})

test('the variable means connecting and each read of the tracking server, and the settings go first', () => {
  const environment = { MLFLOW_HTTP_REQUEST_TIMEOUT: '5' }
  expect(timeLimits(undefined, environment, true)).toEqual({
    isHeadersMsChosen: true,
    waitMs: 30_000,
    connectMs: 5000,
    tlsMs: 5000,
    tunnelMs: 5000,
    headersMs: 5000,
    silenceMs: 5000,
    slowMs: 60_000,
    callMs: undefined,
  })
  expect(timeLimits(undefined, environment, false).headersMs).toBe(60_000)
  expect(timeLimits({ headersMs: 7 }, environment, true)).toEqual({
    isHeadersMsChosen: true,
    waitMs: 30_000,
    connectMs: 5000,
    tlsMs: 5000,
    tunnelMs: 5000,
    headersMs: 7,
    silenceMs: 5000,
    slowMs: 60_000,
    callMs: undefined,
  })
})

test.each(['0', '-1'])('%s seconds are too few', (value) => {
  expect(() => timeLimits(undefined, { MLFLOW_HTTP_REQUEST_TIMEOUT: value }, true)).toThrow(
    `Attempted to set connect timeout to ${value}, but the timeout cannot be set to a value less than or equal to 0.`,
  )
})

test('a body may be slow for as long as the variable lets it be silent', () => {
  expect(timeLimits(undefined, { MLFLOW_HTTP_REQUEST_TIMEOUT: '600' }, true).slowMs).toBe(600_000)
  expect(timeLimits({ slowMs: 7 }, { MLFLOW_HTTP_REQUEST_TIMEOUT: '600' }, true).slowMs).toBe(7)
  expect(() => timeLimits({ callMs: 0 }, {}, true)).toThrow('Attempted to set connect timeout to 0')
})
