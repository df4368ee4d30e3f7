import type { Fault } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import type { TrialResult } from '../trial.ts'
import { bucketListing } from './bucket-listing.ts'

/** Listings of S3. */
export function s3Listing(arena: Arena, seed: number): Promise<TrialResult> {
  return bucketListing({ kind: 's3-listing', page }, arena, seed)
}

function page(key: string, next: string): Fault {
  const body =
    `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>${next}</NextContinuationToken>` +
    `<Contents><Key>${key}</Key><Size>1</Size></Contents></ListBucketResult>`
  return { answer: { status: 200, body } }
}
