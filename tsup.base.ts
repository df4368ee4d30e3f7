import type { Options } from 'tsup'

/** How every package is built: modules for the oldest Node that we support; declarations come from tsc. */
export const base: Options = {
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
  // node:sqlite has no name without its protocol.
  removeNodeProtocol: false,
  // The sources are in every package.
  esbuildOptions(options) {
    options.sourcesContent = false
  },
}
