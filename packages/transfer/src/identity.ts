import type { Checksum } from '@mlflow-artifacts/repository'

/** What makes two answers answers about the same bytes. From the first data response; a listing may be older. */
export interface Identity {
  readonly size: number
  /** Pins later ranges to this content. */
  readonly validator: string
  /** What the whole is verified by; `undefined` where the store gave nothing that is wanted. */
  readonly checksum: Checksum | undefined
}
