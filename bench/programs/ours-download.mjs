// Downloads as a user's program does, and tells what only the process itself can: ours-download.mjs OPTIONS
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { downloadArtifacts } from 'mlflow-artifacts'

const { artifactUri, ...options } = JSON.parse(process.argv[2] ?? '')
const loop = monitorEventLoopDelay({ resolution: 10 })
loop.enable()
let files = 0
let verified = 0
const started = performance.now()
await downloadArtifacts(artifactUri, {
  ...options,
  onProgress({ finished }) {
    files += finished.length
    verified += finished.filter((file) => file.verified === 'checksum').length
  },
})
console.log(
  JSON.stringify({
    callSeconds: (performance.now() - started) / 1000,
    // With the 10 ms between two looks.
    loopDelayP99Ms: loop.percentile(99) / 1e6,
    loopDelayMaxMs: loop.max / 1e6,
    files,
    verified,
  }),
)
