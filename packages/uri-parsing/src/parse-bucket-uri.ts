import { urlparse } from '@mlflow-artifacts/repository/python'

/** A place in an object store. */
export interface BucketUri {
  readonly bucket: string
  /** The key or key prefix, as written: not percent-decoded; only one leading `/` is taken off. */
  readonly path: string
}

/** The bucket and path of a URI, or `undefined` where its scheme is another. Query and fragment are dropped. */
export function parseBucketUri(uri: string, scheme: string): BucketUri | undefined {
  const parsed = urlparse(uri)
  if (parsed.scheme !== scheme) return undefined
  return { bucket: parsed.netloc, path: parsed.path.replace(/^\//, '') }
}
