import { IntegrityError, MlflowError } from '@mlflow-artifacts/repository'
import { ContentChanged, RangeIgnored } from './part/open-range.ts'
import { PartialLost } from './partial/partial-lost.ts'
import { WrongChecksum } from './wrong-checksum.ts'

/**
 * How often a file is begun before it is given up: its content changed meanwhile, was not
 * what its checksum says, or somebody removed its partial file.
 */
const BEGINNINGS = 3

/**
 * Makes something of one file, anew where what was begun cannot be used.
 *
 * @param uri - of the file, for the error
 * @throws IntegrityError where the content changes all the time, or never is what its checksum says
 */
export async function withBeginnings<Result>(uri: string, begin: () => Promise<Result>): Promise<Result> {
  for (let beginning = 1; ; beginning += 1) {
    try {
      return await begin()
    } catch (error) {
      const reason = reasonToBeginAnew(error)
      if (reason === undefined) throw error
      if (beginning === BEGINNINGS) {
        throw new IntegrityError(`${reason}, ${BEGINNINGS} times`, {
          uri,
          retryable: true,
          hint: hintOf(error),
          cause: error,
        })
      }
    }
  }
}

function reasonToBeginAnew(error: unknown): string | undefined {
  if (error instanceof WrongChecksum || error instanceof PartialLost) return error.message
  if (error instanceof ContentChanged) return error.message
  if (error instanceof RangeIgnored)
    return 'The connection broke, and the store cannot go on from the middle of a file'
  return undefined
}

function hintOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return MlflowError.isInstance(error.cause) ? error.cause.hint : undefined
}
