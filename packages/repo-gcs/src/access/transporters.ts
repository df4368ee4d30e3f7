import { partsOf } from './parts-of.ts'

/** A request for a token, as `gaxios` sends it. */
export interface TokenRequest {
  headers?: unknown
  body?: unknown
  signal?: AbortSignal | null
  /** How many bytes of the answer are read. */
  size?: number
  /** The certificate of who asks, and its key: PEM text. */
  cert?: string
  key?: string
  /** How often it is sent again. */
  retryConfig?: {
    retry?: number
    /** Waits before that. */
    retryBackoff?: (error: Error, delayMs: number) => Promise<void>
  }
  /** Sends it in place of the library's own `fetch`. */
  fetchImplementation?: (url: string | URL | Request, request?: RequestInit) => Promise<Response>
}

/** What sends requests for tokens: a `Gaxios`. */
export interface Transporter {
  readonly interceptors: {
    readonly request: {
      add(interceptor: {
        resolved<Request extends TokenRequest>(request: Request): Promise<Request>
      }): unknown
    }
  }
}

/** Those of a client and of its parts: an account may stand for one that stands for another. */
export function transportersOf(client: object): readonly Transporter[] {
  return [...partsOf(client)].filter(isTransporter)
}

function isTransporter(value: unknown): value is Transporter {
  return typeof propertyOf(propertyOf(propertyOf(value, 'interceptors'), 'request'), 'add') === 'function'
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
