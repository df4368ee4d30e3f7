import { mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bytesFile,
  generatedFile,
  type ServedFile,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { DownloadProcess } from '../src/faults/children/download-process.ts'

const MOST_MIB = 96
/**
 * What V8's young generation may take is its own affair: up to 48 MiB with this, which was Node's default for years, and
 * up to 96 MiB since Node 24.
 */
const V8_OPTIONS = ['--max-semi-space-size=16']
const LARGE_BYTES = 10 * 2 ** 30
const MANY_FILES = 100_000

/** Downloads in a process of its own what is large, and what is many; its peak must stay close to what it needs idle. */
export async function measureMemory(): Promise<boolean> {
  const disk = await statfs(tmpdir())
  if (disk.bavail * disk.bsize < 1.1 * LARGE_BYTES) throw new Error(`${tmpdir()} has no room for 10 GiB`)
  const large = await measure('10 GiB in one file', [['run/large.bin', generatedFile(LARGE_BYTES, 1)]])
  const many = Array.from({ length: MANY_FILES }, (_, index): [string, ServedFile] => [
    `run/${Math.floor(index / 1000)}/${index}.txt`,
    bytesFile(`${index}\n`),
  ])
  const small = await measure(`${MANY_FILES} files`, many)
  return large && small
}

async function measure(what: string, files: readonly [string, ServedFile][]): Promise<boolean> {
  const server = await startFaultServer({ files: [...files, ['idle/f', bytesFile('f')]] })
  const dstPath = await mkdtemp(join(tmpdir(), 'memory-'))
  const child = await DownloadProcess.start({ execArgv: V8_OPTIONS })
  try {
    // With everything loaded that a download needs.
    await child.run({ trackingUri: server.origin, source: 'mlflow-artifacts:/idle', options: { dstPath } })
    const idle = await memoryOf(child, 'VmRSS')
    await writeFile(`/proc/${child.pid}/clear_refs`, '5')
    const started = performance.now()
    const result = await child.run({
      trackingUri: server.origin,
      source: 'mlflow-artifacts:/run',
      options: { dstPath },
    })
    if (result?.path === undefined) throw new Error(`The download failed: ${result?.code} ${result?.message}`)
    const peak = await memoryOf(child, 'VmHWM')
    const more = Math.round(peak - idle)
    const seconds = Math.round((performance.now() - started) / 1000)
    console.log(
      `${what}: ${Math.round(idle)} MiB idle, ${Math.round(peak)} MiB at most, ${more} more ` +
        `(${MOST_MIB} allowed), ${seconds} s`,
    )
    return more <= MOST_MIB
  } finally {
    await child.end()
    await server.close()
    await rm(dstPath, { recursive: true })
  }
}

/** In MiB, as Linux counts it. */
async function memoryOf({ pid }: DownloadProcess, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const [, kibibytes = '0'] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? []
  return Number(kibibytes) / 1024
}
