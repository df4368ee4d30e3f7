import type { Command } from 'commander'
import { downloadArtifacts } from 'mlflow-artifacts'
import { output } from '../output.ts'
import { ProgressBar } from '../progress-bar.ts'
import { addSourceOptions, type SourceOptions } from './add-source-options.ts'
import { callOptions } from './call-options.ts'
import { sourceOf } from './source-of.ts'

interface DownloadOptions extends SourceOptions {
  readonly dstPath?: string
  readonly json?: boolean
}

/** `download`, which prints what `mlflow artifacts download` prints: a blank line and the path. */
export function addDownloadCommand(program: Command, signal: AbortSignal): void {
  addSourceOptions(program.command('download'))
    .description('Download a file or a directory, and print its path on this machine.')
    .option(
      '-d, --dst-path <directory>',
      'where to put it (default: a new temporary directory, or nowhere if it already is on this machine)',
    )
    .option('--json', 'print {"path": …}')
    .action(async (argument: string | undefined, { dstPath, json = false, ...source }: DownloadOptions) => {
      const bar =
        process.stderr.isTTY && !json && isBarEnabled() ? new ProgressBar(process.stderr) : undefined
      const path = await downloadArtifacts(sourceOf(argument, source), {
        ...callOptions(program, signal),
        dstPath,
        onProgress: bar && ((progress) => bar.show(progress)),
      }).finally(() => bar?.stop())
      await output([json ? `${JSON.stringify({ path })}\n` : `\n${path}\n`], signal)
    })
}

/** Python's switch: `false` or `0`, in any case. */
function isBarEnabled(): boolean {
  return !/^(false|0)$/i.test(process.env.MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR ?? '')
}
