import { type Artifacts, createArtifacts } from 'mlflow-artifacts'
import { findBackend } from './find-backend.ts'
import { packagePlaces } from './package-places.ts'

/** The functions of the library, which find the backends that are installed where this command looks for them. */
export const artifacts: Artifacts = createArtifacts({
  findBackend: (scheme) => findBackend(scheme, packagePlaces()),
})
