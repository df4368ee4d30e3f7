import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { NpmProject } from '../src/packed/npm-project.ts'
import type { InstallSize } from './size-table.ts'

/** Of so many imports the fastest counts, as the machine may be busy with others. */
const IMPORTS = 10

/** Installs packages into a fresh project, and measures what came. */
export async function measureInstall(project: NpmProject, names: readonly string[]): Promise<InstallSize> {
  await project.install(...names)
  const times: number[] = []
  for (let count = 0; count < IMPORTS; count += 1) times.push(await importTime(project, names))
  return {
    names,
    packages: (await project.packages()).length,
    bytes: await bytesBelow(join(project.folder, 'node_modules')),
    importMs: Math.min(...times),
  }
}

async function importTime(project: NpmProject, names: readonly string[]): Promise<number> {
  const imports = names.map((name) => `await import('${name}')`).join('\n')
  const script = `const start = performance.now()\n${imports}\nconsole.log(performance.now() - start)`
  const { stdout, stderr } = await project.run(['--input-type=module', '--eval', script])
  if (stderr !== '') throw new Error(stderr)
  return Number(stdout)
}

/** What the files hold; how many blocks they take is the disk's business. */
async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await lstat(join(entry.parentPath, entry.name))).size
  }
  return bytes
}
