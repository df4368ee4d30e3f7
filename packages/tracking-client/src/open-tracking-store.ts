import { FileTrackingStore } from './file/file-tracking-store.ts'
import { RestTrackingStore } from './rest/rest-tracking-store.ts'
import { SqliteTrackingStore } from './sqlite/sqlite-tracking-store.ts'
import type { StoreContext } from './store-context.ts'
import { storeKind } from './store-kind.ts'
import type { TrackingStore } from './tracking-store.ts'

/**
 * The tracking store at a URI: `http:` and `https:` servers, `sqlite:` databases, and `file:` URIs or plain paths of an
 * `mlruns` folder. Nothing is opened or asked before the first lookup.
 *
 * @throws MlflowError `NOT_IMPLEMENTED` for MLflow's other stores, `INVALID_PARAMETER_VALUE` for any other scheme
 *   and for what is no URL of a server
 */
export function openTrackingStore(uri: string, context: StoreContext): TrackingStore {
  switch (storeKind(uri)) {
    case 'rest':
      return new RestTrackingStore(uri, context)
    case 'sqlite':
      return new SqliteTrackingStore(uri, context)
    case 'file':
      return new FileTrackingStore(uri, context)
  }
}
