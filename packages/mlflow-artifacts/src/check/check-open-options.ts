import {
  type ByteRange,
  checkOption,
  checkOptions,
  MlflowError,
  optionRules,
} from '@mlflow-artifacts/repository'
import type { OpenArtifactOptions } from '../artifacts.ts'

const { object, text, whole } = optionRules

/**
 * Checks what only a reader of one file takes.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` that names the option and what it may be
 */
export function checkOpenOptions({ range, ifMatch }: OpenArtifactOptions): void {
  checkOption('ifMatch', ifMatch, text)
  checkOption('range', range, object)
  if (range !== undefined) checkRange(range)
}

function checkRange(range: ByteRange): void {
  const { start, end } = range
  if (start === undefined) {
    throw new MlflowError('range.start must be an integer of 0 or more, but it is missing', {
      code: 'INVALID_PARAMETER_VALUE',
    })
  }
  checkOptions<ByteRange>(range, { start: whole, end: whole }, 'range.')
  if (end === undefined || end >= start) return
  throw new MlflowError(`range.end must be range.start (${start}) or more, but it is ${end}`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: 'It is the offset behind the last byte: { start: 0, end: 10 } is the first ten bytes.',
  })
}
