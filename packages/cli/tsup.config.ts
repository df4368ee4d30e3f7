import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/bin.ts'],
  format: ['esm'],
  sourcemap: true,
  clean: true,
  target: 'node22',
  // node:sqlite has no name without its protocol.
  removeNodeProtocol: false,
})
