import { encodePath } from '@mlflow-artifacts/http-client'
import { unquote, urlencode } from '@mlflow-artifacts/repository/python'
import { urlAndCredentials } from '../url-and-credentials.ts'

/** The URLs at which a tracking server serves one artifact root. Paths are literal and relative to it. */
export class ProxyEndpoints {
  readonly origin: string
  /** Credentials that stood in the URI, and the workspace. */
  readonly headers: Readonly<Record<string, string>>
  /** The URL of the server, with its path prefix; `undefined` where its API is not at the usual place. */
  readonly server: string | undefined
  readonly #api: string
  readonly #root: string
  readonly #query: string

  /** @param workspace - without it, a server that has some would answer with the artifacts of another one */
  constructor(uri: string, workspace: string | undefined) {
    const { url, headers } = urlAndCredentials(uri)
    const [, api = '', root = '', query = ''] =
      /^(.*?)\/mlflow-artifacts\/artifacts(?=[/?]|$)\/*([^?]*?)\/*(?:\?(.*))?$/s.exec(url) ?? []
    this.origin = new URL(url).origin
    this.headers = workspace ? { ...headers, 'x-mlflow-workspace': workspace } : headers
    this.server = /^(.*)\/(?:ajax-)?api\/2\.0$/s.exec(api)?.[1]
    this.#api = api
    this.#root = root
    this.#query = query
  }

  /** Where artifacts are served, for people. */
  get route(): string {
    return `${this.#api}/mlflow-artifacts`
  }

  artifact(path: string): string {
    return `${this.#api}/mlflow-artifacts/artifacts/${this.#below(path)}${search(this.#query)}`
  }

  presigned(path: string): string {
    return `${this.#api}/mlflow-artifacts/presigned/${this.#below(path)}${search(this.#query)}`
  }

  listing(path: string): string {
    const directory = [unquote(this.#root), path].filter((part) => part !== '').join('/')
    const query = [urlencode([['path', directory]]), this.#query].filter((part) => part !== '')
    return `${this.#api}/mlflow-artifacts/artifacts${search(query.join('&'))}`
  }

  #below(path: string): string {
    return [this.#root, encodePath(path)].filter((part) => part !== '').join('/')
  }
}

function search(query: string): string {
  return query === '' ? '' : `?${query}`
}
