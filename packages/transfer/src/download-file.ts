import { downloadOnce } from './download-once.ts'
import type { Finished } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'
import { withBeginnings } from './with-beginnings.ts'

/**
 * Downloads one file to its final name, where it stands only when it is whole and what the store said it is.
 *
 * @throws IntegrityError where the content changes all the time, or never is what its checksum says
 */
export async function downloadFile(transfer: FileTransfer): Promise<Finished> {
  return await withBeginnings(transfer.uri, () => downloadOnce(transfer))
}
