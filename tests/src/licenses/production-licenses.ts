import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * What is installed with the packages of a workspace when somebody uses them: the names of their dependencies, and of the
 * dependencies of these, by the licence that each one says it has; `Unknown` where it says none.
 */
export async function productionLicenses(workspace: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const parameters = ['--filter', './packages/*', 'licenses', 'list', '--prod', '--json']
  const { stdout } = await promisify(execFile)('npx', ['--yes', 'pnpm@12.21.0', ...parameters], {
    cwd: workspace,
    maxBuffer: 2 ** 26,
  })
  const listed: Readonly<Record<string, readonly { readonly name: string }[]>> = JSON.parse(stdout)
  return new Map(
    Object.entries(listed).map(([license, packages]) => [license, packages.map(({ name }) => name)]),
  )
}
