/** What to do where the store behind a tracking server cannot be read directly. */
export const THROUGH_SERVER =
  'MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD=false reads through the tracking server instead of from its store.'
