import type { RequestKind } from './received-request.ts'

/** What a URL of the server stands for. */
export interface Route {
  readonly kind: RequestKind
  /** Of the file or directory, decoded. */
  readonly path: string
}

const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts'
const GCS_OBJECTS = '/storage/v1/b/bucket/o'
const PREFIXES: readonly (readonly [prefix: string, kind: RequestKind])[] = [
  [`${ARTIFACTS}/`, 'artifact'],
  ['/api/2.0/mlflow-artifacts/presigned/', 'presigned-url'],
  ['/bucket/', 'store'],
  ['/files/', 'file'],
  [`/download${GCS_OBJECTS}/`, 'gcs-object'],
  [`${GCS_OBJECTS}/`, 'gcs-metadata'],
]

/** What a request is for. A target with an origin is one that a proxy is asked for. */
export function route(target: string): Route {
  try {
    return known(target)
  } catch {
    return { kind: 'other', path: '' }
  }
}

/** @throws Error where it is no URL, or a wrong escape is in it */
function known(target: string): Route {
  const s3 = /^(?:https?:\/\/[^/]*)?\/s3\/bucket\/?([^?]*)/.exec(target)?.[1]
  // Verbatim: a key may hold what the URL class takes for steps.
  if (s3 !== undefined) return { kind: s3 === '' ? 's3-listing' : 's3-object', path: decodeURIComponent(s3) }
  const { pathname, searchParams } = new URL(target.replace(/^https?:\/\/[^/]*/, ''), 'http://server')
  if (pathname === '/api/3.0/mlflow/server-info') return { kind: 'server-info', path: '' }
  if (pathname === ARTIFACTS) return { kind: 'listing', path: searchParams.get('path') ?? '' }
  if (pathname === GCS_OBJECTS) return { kind: 'gcs-listing', path: searchParams.get('prefix') ?? '' }
  for (const [prefix, kind] of PREFIXES) {
    if (pathname.startsWith(prefix)) return { kind, path: decodeURIComponent(pathname.slice(prefix.length)) }
  }
  return { kind: 'other', path: '' }
}
