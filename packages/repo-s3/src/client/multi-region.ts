import { MlflowError } from '@mlflow-artifacts/repository'

/** A bundler is not to look for it: few need it. */
const PACKAGE = '@aws-sdk/signature-v4a'

/** Whether a bucket is a multi-region access point, which belongs to no region. */
export function isMultiRegion(bucket: string): boolean {
  return /^arn:[^:]+:s3::\d+:accesspoint[:/]/.test(bucket)
}

/**
 * Loads what signs requests for several regions at once, which registers itself with the SDK.
 *
 * @throws MlflowError `NOT_IMPLEMENTED` where it is not installed
 */
export async function loadMultiRegionSigner(bucket: string): Promise<void> {
  try {
    await import(PACKAGE)
  } catch (cause) {
    throw new MlflowError(`Multi-region access points need the package ${PACKAGE}`, {
      code: 'NOT_IMPLEMENTED',
      uri: `s3://${bucket}`,
      hint: `npm install ${PACKAGE}, or name the access point or bucket of one region.`,
      cause,
    })
  }
}
