import { FileModelRegistry } from './file/file-model-registry.ts'
import type { ModelRegistry } from './model-registry.ts'
import { RestModelRegistry } from './rest/rest-model-registry.ts'
import { SqliteModelRegistry } from './sqlite/sqlite-model-registry.ts'
import type { StoreContext } from './store-context.ts'
import { storeKind } from './store-kind.ts'

/**
 * The model registry at a URI, of the same kinds as {@link openTrackingStore}. Nothing is opened or asked before
 * the first lookup.
 *
 * @throws MlflowError `NOT_IMPLEMENTED` for MLflow's other registries, `INVALID_PARAMETER_VALUE` for any other
 *   scheme and for what is no URL of a server
 */
export function openModelRegistry(uri: string, context: StoreContext): ModelRegistry {
  switch (storeKind(uri)) {
    case 'rest':
      return new RestModelRegistry(uri, context)
    case 'sqlite':
      return new SqliteModelRegistry(uri, context)
    case 'file':
      return new FileModelRegistry(uri, context)
  }
}
