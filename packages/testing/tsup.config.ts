import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({ ...base, entry: ['src/fault-server/index.ts'], outDir: 'dist/fault-server' })
