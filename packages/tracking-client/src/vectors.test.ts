import { httpStatusFromErrorCode } from '@mlflow-artifacts/repository'
import { parsePythonJson } from '@mlflow-artifacts/repository/python'
import { ofStrings, runVectors } from '../../../vectors/run-vectors.ts'
import { defaultRegistryUriForTrackingUri } from './index.ts'
import { isJsonObject } from './rest/is-json-object.ts'
import { restErrorFromBody } from './rest/rest-error-from-body.ts'

runVectors('tracking-client', {
  default_registry_uri_for_tracking_uri: ofStrings(defaultRegistryUriForTrackingUri),
  RestException: ([argument]) => {
    const body = parsePythonJson(JSON.stringify(argument))
    if (!isJsonObject(body)) throw new TypeError('not an object')
    // Python's exception knows no HTTP status; here that of the answer decides where the body names no code.
    const { message, code, sqlstate, errorClass } = restErrorFromBody(body, { status: 500, uri: '' })
    return { message, code, status: httpStatusFromErrorCode(code), sqlstate, error_class: errorClass }
  },
})
