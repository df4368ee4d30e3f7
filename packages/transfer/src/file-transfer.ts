import type { ArtifactRepository, FileInfo, RetryEvent } from '@mlflow-artifacts/repository'
import type { RequestBudget } from './budget/request-budget.ts'
import type { VerifyMode } from './checksum/chosen-checksum.ts'
import type { PreparedFile } from './destination.ts'
import type { OverwriteMode } from './download-options.ts'
import type { Quick } from './partial/partial-file.ts'
import type { FileMeter } from './progress-meter.ts'

/** One file of a store, and who asks for it. */
export interface FileOrigin {
  readonly repository: ArtifactRepository
  readonly info: FileInfo
  /** Names it in errors. */
  readonly uri: string
  readonly signal: AbortSignal | undefined
}

/** One file on its way to the disk. */
export interface FileTransfer extends FileOrigin, Pick<PreparedFile, 'target' | 'confirmDirectory'> {
  readonly quick: Quick
  readonly host: RequestBudget
  readonly meter: FileMeter
  readonly settings: TransferSettings
}

/** How files are transferred. */
export interface TransferSettings {
  readonly verify: VerifyMode
  readonly resume: boolean
  /** Milliseconds without a sign of life after which the partial file of another process is taken over. */
  readonly quietAfterMs: number
  readonly durable: boolean
  readonly overwrite: OverwriteMode
  /** Bytes that one request for a range asks for. */
  readonly partSize: number
  /** Files of that many bytes and more are downloaded in ranges at once, and can be resumed. */
  readonly partsFrom: number
  /** Ranges of one file that are downloaded at once. */
  readonly connectionsPerFile: number
  readonly attempts: number
  /** How often a request is made until it is answered. `undefined`: `attempts` counts all tries. */
  readonly requestAttempts: number | undefined
  readonly retryBaseMs: number
  /** Is told of each try that follows a failure. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
}
