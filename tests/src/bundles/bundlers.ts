import { join } from 'node:path'
import { promisify } from 'node:util'
import * as commonjs from '@rollup/plugin-commonjs'
import * as json from '@rollup/plugin-json'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { build } from 'esbuild'
import { type Plugin, rollup } from 'rollup'
import webpack from 'webpack'

/** A program and all that it imports, in one folder. */
export interface Bundle {
  /** What Node runs. */
  readonly file: string
  /** The paths of every module that went in. */
  readonly modules: readonly string[]
  readonly warnings: readonly string[]
}

/** Bundles a program for Node into a folder, nothing left out but what Node itself has. */
export type Bundler = (entry: string, folder: string) => Promise<Bundle>

export const BUNDLERS: Readonly<Record<string, Bundler>> = {
  async esbuild(entry, folder) {
    const file = join(folder, 'bundle.cjs')
    const { warnings, metafile } = await build({
      entryPoints: [entry],
      outfile: file,
      bundle: true,
      minify: true,
      platform: 'node',
      metafile: true,
      logLevel: 'silent',
    })
    return { file, modules: Object.keys(metafile.inputs), warnings: warnings.map(({ text }) => text) }
  },

  async rollup(entry, folder) {
    const warnings: string[] = []
    const bundle = await rollup({
      input: entry,
      // Its plugin knows those of Node's modules that have a name without the prefix.
      external: /^node:/,
      plugins: [
        nodeResolve({ exportConditions: ['node'], preferBuiltins: true }),
        pluginOf(commonjs),
        pluginOf(json),
      ],
      onLog: (_level, log) => void warnings.push(`${log.code}: ${log.message}`),
    })
    const names = { entryFileNames: 'bundle.mjs', chunkFileNames: '[name].mjs' }
    const { output } = await bundle.write({ dir: folder, ...names })
    await bundle.close()
    const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
    return { file: join(folder, 'bundle.mjs'), modules, warnings }
  },

  async webpack(entry, folder) {
    const compiler = webpack({
      mode: 'production',
      target: 'node22',
      entry,
      output: { path: folder, filename: 'bundle.cjs' },
      // Minifying takes most of the time, and esbuild's bundle is minified.
      optimization: { minimize: false, concatenateModules: false },
    })
    const stats = await promisify(compiler.run.bind(compiler))()
    await promisify(compiler.close.bind(compiler))()
    const { modules, warnings, errors } =
      stats?.toJson({
        all: false,
        modules: true,
        warnings: true,
        errors: true,
        modulesSpace: 1e6,
        nestedModules: true,
      }) ?? {}
    const said = [...(warnings ?? []), ...(errors ?? [])].map(({ message }) => message)
    return {
      file: join(folder, 'bundle.cjs'),
      modules: (modules ?? []).map(({ identifier }) => identifier ?? ''),
      warnings: said,
    }
  },
}

/** A plugin of rollup. Their types say that they are CommonJS, and they are not. */
function pluginOf({ default: makePlugin }: { readonly default: unknown }): Plugin {
  if (typeof makePlugin !== 'function') throw new TypeError('It is no plugin')
  return makePlugin()
}
