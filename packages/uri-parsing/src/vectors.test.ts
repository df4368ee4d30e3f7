import { existsSync } from 'node:fs'
import {
  netlocHostname,
  netlocPort,
  netlocUserinfo,
  posixJoin,
  posixNormpath,
  posixRelpath,
  urlparse,
  urlunparse,
} from '@mlflow-artifacts/repository/python'
import { asString, ofStrings, runVectors } from '../../../vectors/run-vectors.ts'
import {
  appendToUriPath,
  appendToUriQueryParams,
  extractAndNormalizePath,
  getDatabricksProfileUriFromArtifactUri,
  getDbInfoFromUri,
  getUriScheme,
  isLocalUri,
  isModelsUri,
  localFileUriToPath,
  parseGcsUri,
  parseModelUri,
  parseRunsUri,
  parseS3Uri,
  pathToLocalFileUri,
  resolveMlflowArtifactsUri,
  resolveUriIfLocal,
  splitArtifactUri,
  splitModelsUri,
} from './index.ts'

function portOrError(netloc: string): unknown {
  try {
    return netlocPort(netloc) ?? null
  } catch (error) {
    return { error: error instanceof Error ? error.message : error }
  }
}

runVectors('uri-parsing', {
  _get_root_uri_and_artifact_path: ([uri], { cwd }) =>
    splitArtifactUri(asString(uri), {
      pathExists: (path) => path !== '' && existsSync(posixJoin(cwd, path)),
    }),
  _parse_model_uri: ofStrings((uri) => {
    const model = parseModelUri(uri)
    return {
      model_id: model.kind === 'modelId' ? model.modelId : null,
      name: model.kind === 'modelId' ? null : model.name,
      version: model.kind === 'version' ? model.version : null,
      stage: model.kind === 'stage' ? model.stage : null,
      alias: model.kind === 'alias' ? model.alias : null,
    }
  }),
  append_to_uri_path: ofStrings(appendToUriPath),
  append_to_uri_query_params: ([uri, ...parameters]) =>
    appendToUriQueryParams(
      asString(uri),
      ...parameters.map((parameter): [string, string] => {
        const [name, value] = Array.isArray(parameter) ? parameter : []
        return [asString(name), asString(value)]
      }),
    ),
  extract_and_normalize_path: ofStrings(extractAndNormalizePath),
  get_databricks_profile_uri_from_artifact_uri: ofStrings(
    (uri) => getDatabricksProfileUriFromArtifactUri(uri) ?? null,
  ),
  'get_databricks_profile_uri_from_artifact_uri[uc]': ofStrings(
    (uri) => getDatabricksProfileUriFromArtifactUri(uri, { resultScheme: 'databricks-uc' }) ?? null,
  ),
  get_db_info_from_uri: ofStrings((uri) => {
    const { profile = null, keyPrefix = null } = getDbInfoFromUri(uri)
    return [profile, keyPrefix]
  }),
  get_uri_scheme: ofStrings(getUriScheme),
  is_local_uri: ([uri, isTrackingOrRegistryUri]) =>
    isLocalUri(asString(uri), { isTrackingOrRegistryUri: isTrackingOrRegistryUri !== false }),
  is_models_uri: ofStrings(isModelsUri),
  local_file_uri_to_path: ofStrings((uri) => localFileUriToPath(uri)),
  'mlflow_artifacts.resolve_uri': ofStrings(resolveMlflowArtifactsUri),
  parse_gcs_uri: ofStrings((uri) => {
    const { bucket, path } = parseGcsUri(uri)
    return [bucket, path]
  }),
  parse_runs_uri: ofStrings((uri) => {
    const { runId, path = null } = parseRunsUri(uri)
    return [runId, path]
  }),
  parse_s3_uri: ofStrings((uri) => {
    const { bucket, path } = parseS3Uri(uri)
    return [bucket, path]
  }),
  path_to_local_file_uri: ([path], { cwd }) => pathToLocalFileUri(asString(path), { cwd }),
  'posixpath.join': ofStrings((first, ...others) => posixJoin(asString(first), ...others)),
  'posixpath.normpath': ofStrings(posixNormpath),
  'posixpath.relpath': ([path, start = '.'], { cwd }) => posixRelpath(asString(path), asString(start), cwd),
  // Python's None, no URI at all, goes through as it is.
  resolve_uri_if_local: ([uri], { cwd }) =>
    uri === null ? null : resolveUriIfLocal(asString(uri), { cwd, platform: 'posix' }),
  split_models_uri: ofStrings(splitModelsUri),
  urlparse: ofStrings((url) => {
    const parts = urlparse(url)
    const { username = null, password = null } = netlocUserinfo(parts.netloc)
    const hostname = netlocHostname(parts.netloc) ?? null
    return {
      ...parts,
      hostname,
      port: portOrError(parts.netloc),
      username,
      password,
      unparsed: urlunparse(parts),
    }
  }),
})
