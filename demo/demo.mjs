// The main job, end to end, on demo/store: a store that the real MLflow 3.17.2 recorded (record.py). With --server, a real
// MLflow server serves it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import {
  downloadArtifacts,
  listArtifacts,
  loadDict,
  loadImage,
  loadText,
  resolveArtifact,
  walkArtifacts,
} from 'mlflow-artifacts'
import { copyStore } from './copy-store.ts'

const MODEL = 'models:/iris-classifier@champion'
const RUN = 'runs:/393fa378af354d8b91a3b7ffd43986ee'

const folder = await mkdtemp(join(tmpdir(), 'mlflow-artifacts-demo-'))
try {
  if (process.argv.includes('--server')) {
    const { withServer } = await import('./with-server.ts')
    await withServer(folder, show)
  } else {
    await copyStore(folder)
    await show({ trackingUri: `sqlite:///${join(folder, 'mlflow.db')}` })
  }
} finally {
  await rm(folder, { recursive: true })
}

async function show(options) {
  heading(`Where is ${MODEL}?`, 'resolveArtifact')
  const { hops } = await resolveArtifact(MODEL, options)
  for (const { uri, via } of hops) console.log(`  ${uri.replace(folder, '…')}  (${via})`)

  heading('What did the run log?', 'listArtifacts, walkArtifacts')
  for (const { path, isDir } of await listArtifacts(`${RUN}/`, options))
    console.log(`  ${path}${isDir ? '/' : ''}`)
  console.log('  all of its files:')
  for await (const { path, fileSize } of walkArtifacts(`${RUN}/`, options)) {
    console.log(`  ${String(fileSize ?? '?').padStart(8)}  ${path}`)
  }

  heading('Download the model', 'downloadArtifacts')
  const onProgress = ({ files, bytes, finished }) => {
    console.log(
      `  ${files.done} of ${files.expected ?? '?'} files, ${bytes.done} of ${bytes.expected ?? '?'} bytes`,
    )
    for (const { path, verified } of finished) console.log(`  ${path}, checked by ${verified}`)
  }
  const dstPath = join(folder, 'download')
  const path = await downloadArtifacts(MODEL, { ...options, dstPath, onProgress })
  console.log(`  → ${relative(folder, path)}`)

  heading('Read a text', 'loadText')
  console.log(`  ${(await loadText(`${RUN}/reports/résumé 中文.txt`, options)).trim()}`)
  // MLflow's server serves no name with a #.
  if (options.trackingUri.startsWith('sqlite:')) {
    const artifactPath = 'reports/part #2.txt'
    console.log(`  ${(await loadText({ runId: RUN.slice('runs:/'.length), artifactPath }, options)).trim()}`)
  }

  heading('Read a JSON value', 'loadDict')
  console.log(' ', await loadDict(`${RUN}/metrics/summary.json`, options))

  heading('Look at the plot', 'loadImage')
  const { width, height, format } = await (await loadImage(`${RUN}/plots/petals.png`, options)).metadata()
  console.log(`  ${width} × ${height} pixels, ${format}`)
}

function heading(question, functions) {
  console.log(`\n${question}  [${functions}]`)
}
