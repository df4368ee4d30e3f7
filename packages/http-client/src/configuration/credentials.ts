import { urlparse } from '@mlflow-artifacts/repository/python'
import type { HttpHeaders } from '../http-settings.ts'
import type { Environment } from './environment.ts'
import { environmentHeaders, readHeadersFile } from './environment-headers.ts'
import { type Authorization, type CredentialFiles, readAuthorization } from './read-authorization.ts'
import { type FileCredentials, readCredentialsFile } from './read-credentials-file.ts'
import { readNetrc } from './read-netrc.ts'

/** What authenticates requests to the tracking server: variables as they are now, and files as they were last read. */
export class Credentials {
  /** The authority of the tracking URI. */
  readonly #netloc: string
  readonly #environment: Environment
  #files: CredentialFiles
  #headersFile: Promise<HttpHeaders> | undefined
  #wereAccepted = false

  constructor(trackingUri: string, environment: Environment) {
    this.#netloc = urlparse(trackingUri).netloc
    this.#environment = environment
    this.#files = filesOnce(environment)
  }

  /** Whether a server has accepted them. */
  get wereAccepted(): boolean {
    return this.#wereAccepted
  }

  noteAccepted(): void {
    this.#wereAccepted = true
  }

  /** @throws MlflowError as {@link readAuthorization} */
  authorization(hostname: string): Promise<Authorization | undefined> {
    return readAuthorization(this.#netloc, hostname, this.#environment, this.#files)
  }

  /** @throws MlflowError as {@link environmentHeaders} */
  async headers(): Promise<HttpHeaders> {
    this.#headersFile ??= readHeadersFile(this.#environment)
    return { ...(await this.#headersFile), ...environmentHeaders(this.#environment) }
  }

  /** The files are read again when they are needed next: they may have been renewed. */
  forgetFiles(): void {
    this.#files = filesOnce(this.#environment)
    this.#headersFile = undefined
  }
}

/** Reads each file once. */
function filesOnce(environment: Environment): CredentialFiles {
  const ofHosts = new Map<string, ReturnType<typeof readNetrc>>()
  let ofMlflow: Promise<FileCredentials> | undefined
  return {
    netrc: (hostname) => {
      const entry = ofHosts.get(hostname) ?? readNetrc(hostname, environment)
      ofHosts.set(hostname, entry)
      return entry
    },
    mlflow: () => {
      ofMlflow ??= readCredentialsFile(environment)
      return ofMlflow
    },
  }
}
