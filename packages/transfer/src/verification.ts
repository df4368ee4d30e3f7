import type { Checksum } from '@mlflow-artifacts/repository'
import type { Verification } from './download-progress.ts'
import { WrongChecksum } from './wrong-checksum.ts'

/**
 * What a file that is there in full was verified by.
 *
 * @param checksum - the store's; `undefined`: it gave none that is wanted
 * @param actual - that of the bytes, where it could be computed
 * @throws WrongChecksum where it is another one, unless the store's is of parts, and these were not what they seemed to be
 */
export async function verificationOf(
  checksum: Checksum | undefined,
  actual: Uint8Array | undefined,
  signal: AbortSignal | undefined,
): Promise<Verification> {
  if (checksum === undefined) return 'size'
  if (actual !== undefined && Buffer.compare(actual, checksum.value) === 0) return 'checksum'
  if ((await checksum.confirmPartSize?.(signal)) === false) return 'size'
  throw new WrongChecksum(checksum.algorithm)
}
