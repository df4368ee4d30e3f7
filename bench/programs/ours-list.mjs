// Prints how many children a directory has: ours-list.mjs URI
import { listArtifacts } from 'mlflow-artifacts'

const started = performance.now()
const { length } = await listArtifacts(process.argv[2] ?? '')
console.log(JSON.stringify({ callSeconds: (performance.now() - started) / 1000, listed: length }))
