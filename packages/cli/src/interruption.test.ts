import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { Interruption } from './interruption.ts'

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('%s aborts, and then nobody listens, so that a second one ends the process', (name, exitCode) => {
  const process = new EventEmitter()
  const interruption = new Interruption(process)
  expect(interruption.exitCode).toBeUndefined()
  process.emit(name, name)
  expect(interruption.signal.aborted).toBe(true)
  expect(interruption.exitCode).toBe(exitCode)
  expect(process.eventNames()).toEqual([])
})
