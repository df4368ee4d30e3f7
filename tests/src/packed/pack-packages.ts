import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url))

/** The tarball of each package, by its name. */
export type Tarballs = ReadonlyMap<string, string>

/** Packs every package that is published, as it is built. */
export async function packPackages(folder: string): Promise<Tarballs> {
  // npm itself would leave "workspace:*" in them.
  const parameters = ['--filter', './packages/*', 'pack', '--pack-destination', folder]
  await promisify(execFile)('npx', ['--yes', 'pnpm@12.21.0', ...parameters], { cwd: ROOT })
  const packed = new Set(await readdir(folder))
  const tarballs = new Map<string, string>()
  for (const name of await readdir(join(ROOT, 'packages'))) {
    const manifest = JSON.parse(await readFile(join(ROOT, 'packages', name, 'package.json'), 'utf8'))
    const tarball = `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`
    if (!packed.has(tarball)) throw new Error(`${manifest.name} was not packed as ${tarball}`)
    tarballs.set(manifest.name, join(folder, tarball))
  }
  return tarballs
}
