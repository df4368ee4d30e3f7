/** The options of every command. */
export interface GlobalOptions {
  readonly trackingUri?: string
  readonly registryUri?: string
  readonly allowLocalArtifacts?: boolean
  readonly verbose?: boolean
}
