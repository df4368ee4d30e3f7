import type { Command } from 'commander'
import { artifacts } from '../artifacts.ts'
import { output } from '../output.ts'
import { addSourceOptions, type SourceOptions } from './add-source-options.ts'
import { callOptions } from './call-options.ts'
import { sourceOf } from './source-of.ts'

/** `cat`: the bytes of a file, as they are. */
export function addCatCommand(program: Command, signal: AbortSignal): void {
  addSourceOptions(program.command('cat'))
    .description('Write the bytes of a file to stdout.')
    .action(async (argument: string | undefined, options: SourceOptions) => {
      const { body } = await artifacts.openArtifact(sourceOf(argument, options), callOptions(program, signal))
      await output(body, signal)
    })
}
