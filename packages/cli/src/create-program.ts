import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addCatCommand } from './commands/cat.ts'
import { addDownloadCommand } from './commands/download.ts'
import { addListCommand } from './commands/list.ts'
import { addResolveCommand } from './commands/resolve.ts'
import { printableLines } from './printable-lines.ts'
import { redactUsage } from './redact-usage.ts'

const EPILOGUE = `
Examples:
  mlflow-artifacts list runs:/<run id>/
  mlflow-artifacts download models:/churn@champion --dst-path ./model
  mlflow-artifacts cat -r <run id> -a notes.txt --tracking-uri sqlite:///mlflow.db

Exit codes: 0 done, 2 not found, 3 refused, 4 damaged content, 5 network, 130 interrupted, 1 anything else.`

/** What to do about an error of usage. */
export const USAGE_HINT = 'mlflow-artifacts --help lists the commands, and … <command> --help its options.'

/**
 * The command line. Its errors of usage are printed and thrown as `CommanderError`, as are `--help` and `--version`.
 *
 * @param isJson - whether whoever catches them prints them
 */
export function createProgram(signal: AbortSignal, isJson: boolean): Command {
  const program = new Command('mlflow-artifacts')
    .description('Find, list, download and print the artifacts of MLflow runs and models.')
    .option('--tracking-uri <uri>', 'the tracking server or store (default: MLFLOW_TRACKING_URI)')
    .option(
      '--registry-uri <uri>',
      'the model registry (default: MLFLOW_REGISTRY_URI, then the tracking URI)',
    )
    .option(
      '--allow-local-artifacts',
      'let a server on another machine lead to local files (a shared folder)',
    )
    .option(
      '--allowed-hosts <hosts>',
      "hosts that URIs and servers may lead to, such as '*.example.com,10.0.0.0/8' (default: MLFLOW_ARTIFACTS_ALLOWED_HOSTS)",
      commaSeparated,
    )
    .option(
      '--allowed-schemes <schemes>',
      "schemes that may be read, such as 'https,s3' (default: MLFLOW_ARTIFACTS_ALLOWED_SCHEMES)",
      commaSeparated,
    )
    .option('--verbose', 'print failures in full, with the stack')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('afterAll', EPILOGUE)
    .showHelpAfterError(isJson ? false : `hint: ${USAGE_HINT}`)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      outputError: (text, write) => {
        if (!isJson) write(printableLines(redactUsage(text)))
      },
    })
    .exitOverride()
  addDownloadCommand(program, signal)
  addListCommand(program, signal)
  addResolveCommand(program, signal)
  addCatCommand(program, signal)
  return program
}

function commaSeparated(value: string): readonly string[] {
  return value.split(',').map((entry) => entry.trim())
}

function packageVersion(): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}
