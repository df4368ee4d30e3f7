/** The options of every command. */
export interface GlobalOptions {
  readonly trackingUri?: string
  readonly registryUri?: string
  readonly allowLocalArtifacts?: boolean
  readonly allowedHosts?: readonly string[]
  readonly allowedSchemes?: readonly string[]
  readonly verbose?: boolean
}
