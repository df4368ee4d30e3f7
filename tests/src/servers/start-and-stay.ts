// Starts the server whose arguments for a shell it is given, tells its parent the numbers of the processes, and stays.
import { tmpdir } from 'node:os'
import { startProcess } from './start-process.ts'

const { address } = await startProcess({
  command: 'sh',
  arguments: process.argv.slice(2),
  environment: process.env,
  folder: tmpdir(),
  findAddress: async (log) => /ready (\d+) (\d+)/.exec(log)?.slice(1).map(Number),
})
process.send?.(address)
