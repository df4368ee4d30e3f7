import type { Command } from 'commander'
import type { CallOptions } from 'mlflow-artifacts'
import type { GlobalOptions } from '../global-options.ts'

/** What every call of the library takes from the command line. */
export function callOptions(program: Command, signal: AbortSignal): CallOptions {
  const { trackingUri, registryUri, allowLocalArtifacts, allowedHosts, allowedSchemes } =
    program.opts<GlobalOptions>()
  return { trackingUri, registryUri, allowLocalArtifacts, allowedHosts, allowedSchemes, signal }
}
