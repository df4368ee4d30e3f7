import { IntegrityError, MlflowError } from '@mlflow-artifacts/repository'
import { downloadOnce } from './download-once.ts'
import type { Finished } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'
import { ContentChanged, RangeIgnored } from './part/open-range.ts'
import { PartialLost } from './partial/partial-lost.ts'
import { WrongChecksum } from './wrong-checksum.ts'

/**
 * How often a file is begun before it is given up: its content changed meanwhile, was not
 * what its checksum says, or somebody removed its partial file.
 */
const BEGINNINGS = 3

/**
 * Downloads one file to its final name, where it stands only when it is whole and what the store said it is.
 *
 * @throws IntegrityError where the content changes all the time, or never is what its checksum says
 */
export async function downloadFile(transfer: FileTransfer): Promise<Finished> {
  for (let beginning = 1; ; beginning += 1) {
    try {
      return await downloadOnce(transfer)
    } catch (error) {
      const reason = reasonToBeginAnew(error)
      if (reason === undefined) throw error
      if (beginning === BEGINNINGS) {
        throw new IntegrityError(`${reason}, ${BEGINNINGS} times`, {
          uri: transfer.uri,
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
