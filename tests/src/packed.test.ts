import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyStore } from '../../demo/copy-store.ts'
import { NpmProject, type Output } from './packed/npm-project.ts'
import { packPackages } from './packed/pack-packages.ts'

const execute = promisify(execFile)
const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))

interface Example {
  imports: string
  body: string
}

/** The README's examples: its code that imports from the package. They are about the demo's store. */
function examplesIn(readme: string): Example[] {
  const blocks = [...readme.matchAll(/^```(?:ts|js)\n(.*?)^```$/gms)].map((match) => match[1] ?? '')
  return blocks
    .map((code) => {
      const imports = code.match(/^import .* from '.*'$/gm) ?? []
      return { imports: imports.join('\n'), body: code.replace(/^import .* from '.*'$/gm, '') }
    })
    .filter(({ imports }) => imports.includes("'mlflow-artifacts"))
}

const asFunction = (body: string): string => `async function main() {\n${body}\n}\nvoid main()\n`
const asRequires = (imports: string): string =>
  imports.replace(/^import (.*) from ('.*')$/gm, 'const $1 = require($2)')

/** The forms of an example that Node runs, and those that TypeScript checks. */
const RUN_AS: Readonly<Record<string, (example: Example) => string>> = {
  '.mjs': ({ imports, body }) => `${imports}\n${body}`,
  '.cjs': ({ imports, body }) => `${asRequires(imports)}\n${asFunction(body)}`,
}
const CHECK_AS: Readonly<Record<string, (example: Example) => string>> = {
  '.mts': ({ imports, body }) => `${imports}\n${body}`,
  '.cts': ({ imports, body }) => `${imports}\n${asFunction(body)}`,
}

const CONSUMER = { devDependencies: { '@types/node': '^22.0.0' } }
const COMPILER = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  },
  include: ['example*'],
}

/** What only those install who need it. */
const OPTIONAL: readonly string[] = ['@mlflow-artifacts/repo-s3', '@mlflow-artifacts/repo-gcs', 'sharp']

describe('the packed packages, installed with npm', () => {
  let folder: string
  let project: NpmProject
  let examples: Example[]

  async function typeCheck(): Promise<string> {
    const tsc = join(ROOT, 'node_modules', '.bin', 'tsc')
    return execute(tsc, ['--project', folder]).then(
      () => '',
      (error) => error.stdout,
    )
  }

  /** The output of an example, or its error. */
  async function runExample(example: Example, extension: string): Promise<Output> {
    const file = join(folder, `run${extension}`)
    await writeFile(file, RUN_AS[extension]?.(example) ?? '')
    // The store is then the one in the working directory.
    const env = { ...process.env, MLFLOW_TRACKING_URI: undefined, MLFLOW_REGISTRY_URI: undefined }
    return await project.run([file], { env })
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packed-'))
    const tarballs = await packPackages(join(folder, 'tarballs'))
    project = await NpmProject.create(folder, tarballs, CONSUMER)
    await copyStore(folder)
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(COMPILER))
    await project.install(...[...tarballs.keys()].filter((name) => !OPTIONAL.includes(name)))

    examples = examplesIn(await readFile(join(ROOT, 'README.md'), 'utf8'))
    for (const [index, example] of examples.entries()) {
      for (const [extension, form] of Object.entries(CHECK_AS)) {
        await writeFile(join(folder, `example-${index}${extension}`), form(example))
      }
    }
  }, 180_000)
  afterAll(() => rm(folder, { recursive: true }))

  test('there are examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3)
  })

  test('the examples type-check without the optional packages', async () => {
    expect(await typeCheck()).toBe('')
  })

  test('loadImage asks for sharp where it is not installed', async () => {
    const imports = "import { loadImage } from 'mlflow-artifacts'"
    const body = "await loadImage('runs:/393fa378af354d8b91a3b7ffd43986ee/plots/petals.png')"
    const { stderr } = await runExample({ imports, body }, '.mjs')
    expect(stderr).toContain('npm install sharp')
  })

  describe('and with the optional packages', () => {
    beforeAll(() => project.install(...OPTIONAL))

    test('the examples type-check', async () => {
      expect(await typeCheck()).toBe('')
    })

    test.each(Object.keys(RUN_AS))('the examples run as %s', async (extension) => {
      for (const example of examples) {
        const { stdout, stderr } = await runExample(example, extension)
        expect(stderr, example.body).toBe('')
        expect(stdout, example.body).not.toBe('')
      }
    })
  })
})
