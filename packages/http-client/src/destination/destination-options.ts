/** Where requests may go, besides to what is configured: the tracking server, and the endpoints of stores. */
export interface DestinationOptions {
  /**
   * The schemes of the stores that may be read, and of the URLs that servers lead to by presigned URLs and redirects; in
   * lower case, without a colon, `file` for local files. Default: `MLFLOW_ARTIFACTS_ALLOWED_SCHEMES`, separated by commas,
   * or all.
   */
  readonly allowedSchemes?: readonly string[] | undefined
  /**
   * The hosts that artifact URIs, presigned URLs and redirects may name: `store.example.com`, `*.example.com`,
   * `store.example.com:9000`, an address, a network such as `10.0.0.0/8`, or `*` for all. Addresses of this machine, to
   * which a server elsewhere may not lead, and link-local ones, to which only configuration may, have to be named as such:
   * `['*', 'localhost:9000']`. Default: `MLFLOW_ARTIFACTS_ALLOWED_HOSTS`, separated by commas, or `*`.
   */
  readonly allowedHosts?: readonly string[] | undefined
}
