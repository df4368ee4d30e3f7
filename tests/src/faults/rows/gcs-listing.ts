import type { Fault } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import type { TrialResult } from '../trial.ts'
import { bucketListing } from './bucket-listing.ts'

/** Listings of Google Cloud Storage. */
export function gcsListing(arena: Arena, seed: number): Promise<TrialResult> {
  return bucketListing({ kind: 'gcs-listing', page }, arena, seed)
}

function page(name: string, nextPageToken: string): Fault {
  return { answer: { status: 200, body: JSON.stringify({ items: [{ name, size: '1' }], nextPageToken }) } }
}
