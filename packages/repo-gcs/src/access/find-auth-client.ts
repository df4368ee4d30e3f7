import type { BackendContext } from '@mlflow-artifacts/repository'
import type { GcsStorage, GoogleAuthClient } from '../gcs-storage.ts'
import { applicationDefault } from './application-default.ts'
import { accountVariables } from './google-variable.ts'
import type { TokenClient } from './token-client.ts'
import { checkUniverse, universeDomain } from './universe-domain.ts'

/**
 * Who asks; `undefined`: nobody in particular. As in Python, that is so at an emulator, and where there are no
 * application default credentials.
 *
 * @param account - what a storage has of its own; `undefined`: the application default credentials
 * @param http - asks for tokens; a client of the caller's own does so by itself
 * @throws MlflowError `UNAUTHENTICATED` for credentials that cannot be used, or not there
 * @throws Error of the SDK
 */
export async function findAuthClient(
  storage: GcsStorage | undefined,
  account: GcsStorage['authClient'] | undefined,
  context: Pick<BackendContext, 'environment' | 'cwd'>,
  http: TokenClient,
): Promise<GoogleAuthClient | undefined> {
  const { environment } = context
  const isOpen =
    storage === undefined
      ? environment.STORAGE_EMULATOR_HOST
      : storage.customEndpoint && storage.useAuthWithCustomEndpoint !== true
  if (isOpen) return undefined
  const client = await (account?.getClient() ?? applicationDefault(accountVariables(context), http))
  if (client !== undefined) checkUniverse(client, universeDomain(storage, environment))
  return client
}

/**
 * What a storage says of who asks; `undefined`: nothing, so that the application default credentials do. A client of
 * the SDK that has looked for these keeps for its life that there are none.
 */
export function accountOf({ authClient }: GcsStorage): GcsStorage['authClient'] | undefined {
  const isSaid = ['jsonContent', 'cachedCredential', 'keyFilename', 'apiKey'].some((name) =>
    isThere(Reflect.get(authClient, name)),
  )
  const options: unknown = Reflect.get(authClient, 'clientOptions')
  const isOfSdk = typeof options === 'object' && options !== null
  return isOfSdk && !isSaid && Object.keys(options).every((name) => name === 'universeDomain')
    ? undefined
    : authClient
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
}
