/** The options of every command. */
export interface GlobalOptions {
  readonly trackingUri?: string
  readonly registryUri?: string
  readonly verbose?: boolean
}
