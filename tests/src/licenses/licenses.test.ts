import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { packPackages } from '../packed/pack-packages.ts'
import { productionLicenses } from './production-licenses.ts'

const execute = promisify(execFile)
const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url))

/** Those under which everybody may use and pass on a package together with one under Apache-2.0. */
const ALLOWED: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT'])

async function othersThanAllowed(
  workspace: string,
): Promise<[license: string, packages: readonly string[]][]> {
  return [...(await productionLicenses(workspace))].filter(([license]) => !ALLOWED.has(license))
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'licenses-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('what is installed with our packages has a licence that is allowed', async () => {
  const licenses = await productionLicenses(ROOT)
  expect([...licenses.values()].flat()).toEqual(
    expect.arrayContaining(['undici', '@aws-sdk/client-s3', 'commander']),
  )
  expect(await othersThanAllowed(ROOT)).toEqual([])
})

test('one that is not is found, also behind another package, and so is none at all', async () => {
  const workspace = await newFolder()
  const manifests: Record<string, Record<string, unknown>> = {
    '.': { name: 'workspace', private: true },
    'packages/ours': { name: 'ours', license: 'MIT', dependencies: { near: 'file:../../others/near' } },
    'others/near': { name: 'near', license: 'MIT', dependencies: { far: 'file:../far' } },
    'others/far': { name: 'far', license: 'SSPL-1.0', dependencies: { silent: 'file:../silent' } },
    'others/silent': { name: 'silent' },
  }
  for (const [path, manifest] of Object.entries(manifests)) {
    await mkdir(join(workspace, path), { recursive: true })
    await writeFile(join(workspace, path, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }))
  }
  await writeFile(join(workspace, 'pnpm-workspace.yaml'), 'packages:\n  - packages/*\npmOnFail: ignore\n')
  await execute('npx', ['--yes', 'pnpm@12.21.0', 'install', '--offline'], { cwd: workspace })
  expect(new Map(await othersThanAllowed(workspace))).toEqual(
    new Map([
      ['SSPL-1.0', ['far']],
      ['Unknown', ['silent']],
    ]),
  )
})

test('each tarball holds the licence', async () => {
  const folder = await newFolder()
  const tarballs = [...(await packPackages(folder)).values()]
  expect(tarballs).toHaveLength((await readdir(join(ROOT, 'packages'))).length)
  const license = await readFile(join(ROOT, 'LICENSE'), 'utf8')
  for (const tarball of tarballs) {
    const { stdout } = await execute('tar', ['-xzOf', tarball, 'package/LICENSE'], { maxBuffer: 2 ** 20 })
    expect(stdout).toBe(license)
  }
})
