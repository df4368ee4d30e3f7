import type { Command } from 'commander'

/** How the command line names a source. */
export interface SourceOptions {
  readonly artifactUri?: string
  readonly runId?: string
  readonly artifactPath?: string
}

/** Adds the argument and the options by which a source is named: those of `mlflow artifacts`. */
export function addSourceOptions(command: Command): Command {
  return command
    .argument('[source]', 'the artifact URI; the same as --artifact-uri')
    .option('-u, --artifact-uri <uri>', 'a URI: runs:/…, models:/…, of a store such as file:///…, or a path')
    .option('-r, --run-id <id>', 'the id of a run, in place of a URI')
    .option('-a, --artifact-path <path>', 'the path below the artifacts of the run; only with --run-id')
}
