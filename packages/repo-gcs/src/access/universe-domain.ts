import { type BackendContext, MlflowError } from '@mlflow-artifacts/repository'
import type { GcsStorage, GoogleAuthClient } from '../gcs-storage.ts'

const OF_GOOGLE = 'googleapis.com'
const VARIABLE = 'GOOGLE_CLOUD_UNIVERSE_DOMAIN'

/**
 * The cloud that requests go to, by the ending of its hosts: that of the storage, or `GOOGLE_CLOUD_UNIVERSE_DOMAIN`, or
 * Google's own.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where it is no domain
 */
export function universeDomain(
  storage: GcsStorage | undefined,
  environment: BackendContext['environment'],
): string {
  if (storage !== undefined) return storage.universeDomain ?? OF_GOOGLE
  const domain = environment[VARIABLE]?.trim() || OF_GOOGLE
  if (isDomain(domain)) return domain
  throw new MlflowError(`${VARIABLE} is no domain`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `Set it to a domain such as ${OF_GOOGLE}, or remove it.`,
  })
}

/**
 * Credentials are for one cloud, and their tokens are shown to no other. Python refuses them likewise.
 *
 * @param domain - where requests go
 * @throws MlflowError `UNAUTHENTICATED` for those of another cloud
 */
export function checkUniverse(client: GoogleAuthClient, domain: string): void {
  const own = client.universeDomain ?? OF_GOOGLE
  if (own === domain) return
  const said = isDomain(own) ? `'${own}'` : 'another universe'
  throw new MlflowError(
    `The credentials for Google Cloud Storage are of ${said}, and requests go to the universe '${domain}'`,
    {
      code: 'UNAUTHENTICATED',
      hint:
        `Set ${VARIABLE} to the domain of the universe that the credentials and the bucket are in, or pass ` +
        'gcs({ storage: new Storage({ universeDomain }) }).',
    },
  )
}

function isDomain(text: string): boolean {
  return /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/i.test(text)
}
