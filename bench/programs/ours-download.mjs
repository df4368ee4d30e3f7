// Downloads as a user's program does, and tells what only the process itself can: ours-download.mjs OPTIONS
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { downloadArtifacts } from 'mlflow-artifacts'

const { artifactUri, ...options } = JSON.parse(process.argv[2] ?? '')
// Both count the 10 ms between two looks, too.
const inAll = monitorEventLoopDelay({ resolution: 10 })
const atSpeed = monitorEventLoopDelay({ resolution: 10 })
inAll.enable()
let unverified = 0
const started = performance.now()
await downloadArtifacts(artifactUri, {
  ...options,
  onProgress({ bytes, finished }) {
    // The modules that are loaded on first use block the loop before there is anything to be fast with.
    if (bytes.done > 0) atSpeed.enable()
    unverified += finished.filter(({ verified }) => verified !== 'checksum').length
  },
})
console.log(
  JSON.stringify({
    callSeconds: (performance.now() - started) / 1000,
    loopDelayMaxMs: inAll.max / 1e6,
    ...(atSpeed.count > 0 && { loopDelayP99Ms: atSpeed.percentile(99) / 1e6 }),
    ...(options.verify === undefined && { unverified }),
  }),
)
