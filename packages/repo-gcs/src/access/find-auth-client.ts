import type { BackendContext } from '@mlflow-artifacts/repository'
import type { GcsStorage, GoogleAuthClient } from '../gcs-storage.ts'

/**
 * Who asks; `undefined`: nobody in particular. As in Python, that is so at an emulator, and where there are no
 * application default credentials.
 *
 * @throws Error of the SDK, where credentials are there and cannot be used
 */
export async function findAuthClient(
  storage: GcsStorage | undefined,
  environment: BackendContext['environment'],
): Promise<GoogleAuthClient | undefined> {
  if (storage !== undefined) {
    const isOpen = storage.customEndpoint && storage.useAuthWithCustomEndpoint !== true
    return isOpen ? undefined : await orNobody(storage.authClient.getClient())
  }
  if (environment.STORAGE_EMULATOR_HOST) return undefined
  const { Storage } = await import('@google-cloud/storage')
  // Reading needs no project; but where none is named, the SDK asks gcloud and the metadata server for one.
  const { authClient } = new Storage({ projectId: 'none' })
  // The SDK reads the process's own variable; its public option for another file prints a warning.
  const keyFile = environment.GOOGLE_APPLICATION_CREDENTIALS
  return keyFile && keyFile !== process.env.GOOGLE_APPLICATION_CREDENTIALS
    ? await authClient._getApplicationCredentialsFromFilePath(keyFile)
    : await orNobody(authClient.getClient())
}

async function orNobody(found: Promise<GoogleAuthClient>): Promise<GoogleAuthClient | undefined> {
  try {
    return await found
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Could not load the default credentials')) {
      return undefined
    }
    throw error
  }
}
