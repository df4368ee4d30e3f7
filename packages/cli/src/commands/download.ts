import { type Command, Option } from 'commander'
import { MlflowError, type OverwriteMode, printable, type VerifyMode } from 'mlflow-artifacts'
import { artifacts } from '../artifacts.ts'
import { asciiJson } from '../ascii-json.ts'
import { isEmptyDirectory } from '../is-empty-directory.ts'
import { output } from '../output.ts'
import { ProgressBar } from '../progress-bar.ts'
import { UnverifiedFiles } from '../unverified-files.ts'
import { addSourceOptions, type SourceOptions } from './add-source-options.ts'
import { callOptions } from './call-options.ts'
import { sourceOf } from './source-of.ts'

const BAR_VARIABLE = 'MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR'

interface DownloadOptions extends SourceOptions {
  readonly dstPath?: string
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  readonly overwrite?: OverwriteMode
  readonly resume: boolean
  readonly verify?: VerifyMode
  readonly concurrency?: number
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
    .option(
      '--include <pattern>',
      'only such files, as in a .gitignore: *.json or plots/ anywhere, data/** or /MLmodel at the top of what is downloaded; ' +
        'may be repeated',
      collect,
    )
    .option(
      '--exclude <pattern>',
      'no such files, by the same rule, also where --include names them; may be repeated',
      collect,
    )
    .option('--resume', 'leave unfinished large files for the next download to go on with (default)', true)
    .addOption(
      new Option('--overwrite <mode>', 'what happens to existing files (default: always)').choices([
        'always',
        'never',
        'ifChanged',
      ]),
    )
    .option('--no-resume', 'leave nothing of unfinished files for the next download to go on with')
    .addOption(
      new Option(
        '--verify <mode>',
        'what is checked besides sizes: checksums, MD5 as well, none (default: default)',
      ).choices(['default', 'all', 'size']),
    )
    .option('--concurrency <files>', 'how many files at once (default: 16)', Number)
    .option('--json', 'print {"path": …}, with "unverified": … where files could not be verified')
    .action(async (argument: string | undefined, options: DownloadOptions) => {
      const {
        dstPath,
        include,
        exclude,
        overwrite,
        resume,
        verify,
        concurrency,
        json = false,
        ...source
      } = options
      const isWanted = isBarEnabled(process.env[BAR_VARIABLE])
      const bar = isWanted && process.stderr.isTTY && !json ? new ProgressBar(process.stderr) : undefined
      const unverified = new UnverifiedFiles()
      let hasFiles = false
      const path = await artifacts
        .downloadArtifacts(sourceOf(argument, source), {
          ...callOptions(program, signal),
          dstPath,
          include,
          exclude,
          overwrite,
          resume,
          verify,
          concurrency,
          onProgress(progress) {
            hasFiles ||= progress.file !== undefined
            unverified.note(progress)
            if (hasFiles) bar?.show(progress)
          },
        })
        .finally(() => {
          bar?.stop()
          process.stderr.write(String(unverified))
        })
      // Python logs as much, and succeeds.
      if (!hasFiles && (dstPath !== undefined || (await isEmptyDirectory(path))))
        process.stderr.write('warning: No artifacts found to download: what was named holds no file\n')
      const result = unverified.count === 0 ? { path } : { path, unverified: unverified.count }
      // A script takes the path as it is.
      const shown = process.stdout.isTTY ? printable(path) : path
      await output([json ? `${asciiJson(result)}\n` : `\n${shown}\n`], signal)
    })
}

/**
 * Python's switch: on where it is not set.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where it is no boolean
 */
function isBarEnabled(value: string | undefined): boolean {
  if (value === undefined || /^(?:true|1)$/i.test(value)) return true
  if (/^(?:false|0)$/i.test(value)) return false
  throw new MlflowError(
    `${BAR_VARIABLE} value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got ${value}`,
    { code: 'INVALID_PARAMETER_VALUE', hint: `Set ${BAR_VARIABLE} to true or false, or unset it.` },
  )
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
