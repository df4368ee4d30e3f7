const OF_THE_CALLER =
  /^(MLFLOW_.*|_MLFLOW_.*|AWS_.*|(https?|all|no)_proxy|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS|NETRC)$/i
const OF_GOOGLE = /^(GOOGLE_.*|CLOUDSDK_.*|GCLOUD_.*|GCE_METADATA_.*|STORAGE_EMULATOR_HOST)$/i

/**
 * This process's variables without those that settle how MLflow is reached, and with others instead: what one side of a
 * comparison, or a server, is told.
 *
 * @param home - a folder that stands for the user's, so that no credentials of theirs are read
 */
export function cleanEnvironment(
  home: string,
  variables: Readonly<Record<string, string | undefined>> = {},
): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !OF_THE_CALLER.test(name) && !OF_GOOGLE.test(name),
  )
  return { ...Object.fromEntries(kept), HOME: home, ...variables }
}
