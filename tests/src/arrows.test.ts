import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

interface Arrows {
  /** Folders in `packages/` that this one may depend on. */
  ours: readonly string[]
  /** Those that a user installs beside it. */
  optional?: readonly string[]
  /** True where packages of others are allowed. */
  others?: boolean
  /** The `node:` modules that files below a folder of `src/` may import; all of them where this is absent. */
  node?: Readonly<Record<string, readonly string[]>>
}

const BACKEND: readonly string[] = ['repository', 'uri-parsing']
const NETWORK_BACKEND: readonly string[] = [...BACKEND, 'http-client']
const FACADE: readonly string[] = [
  ...NETWORK_BACKEND,
  'transfer',
  'tracking-client',
  'repo-local',
  'repo-http',
]

/** Who may stand on whom. A package that is not here may not be in `packages/`. */
const ARROWS: Readonly<Record<string, Arrows>> = {
  repository: { ours: [], node: { conformance: ['node:assert', 'node:assert/strict'] } },
  'uri-parsing': { ours: ['repository'], node: {} },
  'http-client': { ours: ['repository'], others: true },
  transfer: { ours: ['repository'], others: true },
  'tracking-client': { ours: ['repository', 'uri-parsing', 'http-client'], others: true },
  'repo-local': { ours: BACKEND },
  'repo-http': { ours: NETWORK_BACKEND },
  'repo-s3': { ours: NETWORK_BACKEND, others: true },
  'repo-gcs': { ours: NETWORK_BACKEND, others: true },
  'mlflow-artifacts': { ours: FACADE, optional: ['repo-s3', 'repo-gcs'], others: true },
  cli: { ours: ['mlflow-artifacts'], others: true },
  // No row may name it: it is for tests.
  testing: { ours: [] },
}

interface Manifest {
  name: string
  version: string
  license: string
  type: string
  sideEffects: boolean
  exports: Record<string, unknown>
  files: string[]
  engines: { node: string }
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

const ROOT: string = fileURLToPath(new URL('../../packages', import.meta.url))

const packages = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name: folder }) => {
    const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
    return { folder, manifest, files: sourceFiles(join(ROOT, folder, 'src')) }
  })

/** Files that are published, by their path below `src/`. Tests are exempt from every rule here. */
function sourceFiles(source: string): { path: string; text: string }[] {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(source.length + 1), text: readFileSync(path, 'utf8') }))
}

/** Every module that a file names in an `import`, `export … from` or `import()`, of values or types. */
function importedModules(text: string): string[] {
  const withoutCommentLines = text.replace(/^\s*(\/\/|\*|\/\*(?!.*\*\/)).*$/gm, '')
  const imports = withoutCommentLines.matchAll(/\bfrom\s+'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g)
  return [...imports].map((match) => match[1] ?? match[2] ?? '')
}

/** `@scope/name/subpath` → `@scope/name` */
function packageName(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/')
}

function npmName(folder: string): string {
  return folder === 'mlflow-artifacts' ? folder : `@mlflow-artifacts/${folder}`
}

test('finds imports of every form, and none in comments', () => {
  const text = `
    import { a } from 'a'
    import type { b } from 'b/c'
    import {
      type d
    } from '@d/e/f'
    export * from 'g'
    import 'h'
    const i = await import('i')
    /** optional */ export type J = import('j').J
    // import { k } from 'k'
    /**
     * import { l } from 'l'
     */`
  expect(importedModules(text)).toEqual(['a', 'b/c', '@d/e/f', 'g', 'h', 'i', 'j'])
  expect(importedModules(text).map(packageName)[2]).toBe('@d/e')
})

describe.each(packages)('$folder', ({ folder, manifest, files }) => {
  const arrows = ARROWS[folder]
  const required = Object.keys(manifest.dependencies ?? {})
  const peers = Object.keys(manifest.peerDependencies ?? {})
  const isOurs = (name: string): boolean => Object.keys(ARROWS).map(npmName).includes(name)

  test('depends only on packages that the architecture allows', () => {
    expect(Object.keys(ARROWS)).toContain(folder)
    expect(manifest.name).toBe(npmName(folder))
    expect(arrows?.ours.map(npmName)).toEqual(expect.arrayContaining(required.filter(isOurs)))
    expect((arrows?.optional ?? []).map(npmName)).toEqual(expect.arrayContaining(peers.filter(isOurs)))
    if (!arrows?.others) expect(required.filter((name) => !isOurs(name))).toEqual([])
    for (const peer of peers) expect(manifest.peerDependenciesMeta?.[peer]).toEqual({ optional: true })
  })

  test('imports only what it declares', () => {
    const undeclared = files.flatMap(({ path, text }) =>
      importedModules(text)
        .filter((module) => !module.startsWith('.') && !module.startsWith('node:'))
        .filter((module) => ![...required, ...peers].includes(packageName(module)))
        .map((module) => `src/${path} imports ${module}`),
    )
    expect(undeclared).toEqual([])
  })

  test('stays inside its own folder, and off node: where it is not for Node alone', () => {
    const forbidden = files.flatMap(({ path, text }) =>
      importedModules(text)
        .filter((module) => {
          if (module.startsWith('.')) return join(path, '..', module).startsWith('..')
          if (!module.startsWith('node:') || arrows?.node === undefined) return false
          return !arrows.node[path.split('/')[0] ?? '']?.includes(module)
        })
        .map((module) => `src/${path} imports ${module}`),
    )
    expect(forbidden).toEqual([])
  })

  test('is described as every package is', () => {
    expect(manifest).toMatchObject({
      version: '0.1.0',
      license: 'Apache-2.0',
      type: 'module',
      sideEffects: false,
      files: ['dist', 'src', '!src/**/*.test.ts'],
      engines: { node: '>=22.19' },
    })
    const { './package.json': own, ...entries } = manifest.exports
    expect(own).toBe('./package.json')
    for (const entry of Object.values(entries)) {
      expect(Object.keys(entry ?? {})).toEqual(['types', 'default'])
      expect(entry).toEqual({
        types: expect.stringMatching(/^\.\/dist\/.*\.d\.ts$/),
        default: expect.stringMatching(/^\.\/dist\/.*\.js$/),
      })
    }
  })

  test('has a README of one page', () => {
    const readme = readFileSync(join(ROOT, folder, 'README.md'), 'utf8')
    expect(readme).toContain(manifest.name)
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(50)
  })

  test('has small files, named after what they hold', () => {
    const lines = (text: string): number => text.trimEnd().split('\n').length
    expect(files.filter(({ text }) => lines(text) > 250).map(({ path }) => path)).toEqual([])
    const vague = /^(utils?|helpers?|common)(\.|$)/
    expect(files.filter(({ path }) => path.split('/').some((name) => vague.test(name)))).toEqual([])
  })
})
