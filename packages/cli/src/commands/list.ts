import type { Command } from 'commander'
import { type FileInfo, printable } from 'mlflow-artifacts'
import { artifacts } from '../artifacts.ts'
import { fileInfosToJson } from '../file-infos-to-json.ts'
import { formatBytes } from '../format-bytes.ts'
import { output } from '../output.ts'
import { addSourceOptions, type SourceOptions } from './add-source-options.ts'
import { lookingOptions } from './call-options.ts'
import { sourceOf } from './source-of.ts'

interface ListOptions extends SourceOptions {
  readonly recursive?: boolean
  readonly json?: boolean
}

/** `list`: a table, or with `--json` what `mlflow artifacts list` prints. */
export function addListCommand(program: Command, signal: AbortSignal): void {
  addSourceOptions(program.command('list'))
    .description('List what a directory holds: type, size and path. A file holds nothing.')
    .option('--recursive', 'list every file below it, at any depth')
    .option('--json', 'print what `mlflow artifacts list` prints')
    .action(async (argument: string | undefined, { recursive, json, ...options }: ListOptions) => {
      const call = lookingOptions(program, signal)
      const source = sourceOf(argument, options)
      const entries = recursive
        ? artifacts.walkArtifacts(source, call)
        : await artifacts.listArtifacts(source, call)
      let isEmpty = true
      await output((json ? fileInfosToJson : table)(noting(entries, () => (isEmpty = false))), signal)
      if (!isEmpty) return
      // Python prints as much of what is missing, and says no more.
      await artifacts.listArtifacts(source, { ...call, mustExist: true })
      if ((await artifacts.statArtifact(source, call))?.isDir === false)
        process.stderr.write('warning: It is a file, which holds nothing: list the directory that it is in\n')
    })
}

async function* noting<Entry>(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  onEntry: () => void,
): AsyncGenerator<Entry> {
  for await (const entry of entries) {
    onEntry()
    yield entry
  }
}

async function* table(entries: AsyncIterable<FileInfo> | Iterable<FileInfo>): AsyncGenerator<string> {
  for await (const { path, isDir, fileSize } of entries) {
    const size = isDir ? '-' : fileSize === undefined ? '?' : formatBytes(fileSize)
    yield `${isDir ? 'dir ' : 'file'}  ${size.padStart(8)}  ${printable(path)}\n`
  }
}
