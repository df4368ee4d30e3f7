import type { Command } from 'commander'
import { printable, type Resolution } from 'mlflow-artifacts'
import { artifacts } from '../artifacts.ts'
import { asciiJson } from '../ascii-json.ts'
import { output } from '../output.ts'
import { addSourceOptions, type SourceOptions } from './add-source-options.ts'
import { lookingOptions } from './call-options.ts'
import { sourceOf } from './source-of.ts'

interface ResolveOptions extends SourceOptions {
  readonly json?: boolean
}

/** `resolve`: the way from a source to its store. */
export function addResolveCommand(program: Command, signal: AbortSignal): void {
  addSourceOptions(program.command('resolve'))
    .description(
      'Print the way from a source to its store: each URI, what led to it, and the path in the store.',
    )
    .option('--json', 'print {"hops": [{"uri": …, "via": …}], "repositoryUri": …, "path": …}')
    .action(async (argument: string | undefined, { json, ...options }: ResolveOptions) => {
      const resolution = await artifacts.resolveArtifact(
        sourceOf(argument, options),
        lookingOptions(program, signal),
      )
      await output(json ? [`${asciiJson(resolution, 2)}\n`] : lines(resolution), signal)
    })
}

function* lines({ hops, repositoryUri, path }: Resolution): Generator<string> {
  const rows = [
    ...hops.map(({ via, uri }) => [via, uri]),
    ['repository', repositoryUri],
    ['path', path === '' ? '.' : path],
  ] as const
  for (const [label = '', value = ''] of rows) yield `${label.padEnd(14)}  ${printable(value)}\n`
}
