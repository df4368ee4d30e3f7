// From runs and models to the URIs of their artifacts: in a database, and at a tracking server.
import { createHttpClient } from '@mlflow-artifacts/http-client'
import { openModelRegistry, openTrackingStore } from '@mlflow-artifacts/tracking-client'

const [trackingUri = '', runId = '', model, alias = ''] = process.argv.slice(2)
const environment = {}
const http = createHttpClient({ environment, trackingUri })
/** @type {import('@mlflow-artifacts/tracking-client').StoreContext} */
const context = { environment, http, cwd: process.cwd(), platform: 'posix' }

const store = openTrackingStore(trackingUri, context)
console.log((await store.getRun(runId)).artifactUri)
if (model !== undefined) {
  const registry = openModelRegistry(trackingUri, context)
  console.log(await registry.getVersionByAlias(model, alias))
  await registry.close()
}
await store.close()
await http.close()
