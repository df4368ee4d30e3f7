// Installs the packed packages as people do, and shows what each install weighs. Fails where one has grown by a tenth
// over the table in the README; with --update, writes the table.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NpmProject } from '../src/packed/npm-project.ts'
import { packPackages } from '../src/packed/pack-packages.ts'
import { INSTALLS } from './installs.ts'
import { measureInstall } from './measure-install.ts'
import { grown, type InstallSize, readSizes, writeSizes } from './size-table.ts'

const README: URL = new URL('../../README.md', import.meta.url)

const folder = await mkdtemp(join(tmpdir(), 'sizes-'))
try {
  const tarballs = await packPackages(join(folder, 'tarballs'))
  const sizes: InstallSize[] = []
  for (const names of INSTALLS) {
    const project = await NpmProject.create(join(folder, String(sizes.length)), tarballs)
    sizes.push(await measureInstall(project, names))
  }
  const page = await readFile(README, 'utf8')
  console.table(
    sizes.map(({ names, packages, bytes, importMs }) => ({
      install: names.join(' '),
      packages,
      'on the disk (kB)': Math.ceil(bytes / 1000),
      'import (ms)': Math.round(importMs),
    })),
  )
  if (process.argv.includes('--update')) {
    await writeFile(README, writeSizes(page, sizes))
  } else {
    for (const complaint of grown(sizes, readSizes(page))) {
      console.error(complaint)
      process.exitCode = 1
    }
    if (process.exitCode === 1) console.error('If they have to: pnpm sizes --update writes the table.')
  }
} finally {
  await rm(folder, { recursive: true })
}
