import { ofStrings, runVectors } from '../../../vectors/run-vectors.ts'
import { defaultRegistryUriForTrackingUri } from './index.ts'

runVectors('tracking-client', {
  default_registry_uri_for_tracking_uri: ofStrings(defaultRegistryUriForTrackingUri),
})
