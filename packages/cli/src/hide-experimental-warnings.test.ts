import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { hideExperimentalWarnings } from './hide-experimental-warnings.ts'

test('only experimental warnings are hidden', () => {
  const process = new EventEmitter()
  const printed: string[] = []
  process.on('warning', ({ name }: Error) => printed.push(name))
  hideExperimentalWarnings(process)
  for (const name of ['ExperimentalWarning', 'DeprecationWarning']) {
    process.emit('warning', Object.assign(new Error(), { name }))
  }
  expect(printed).toEqual(['DeprecationWarning'])
})
