// A program that is bundled: it reads what its backends can read, and downloads it.
import { createArtifacts } from 'mlflow-artifacts/compose'

/** @param {import('mlflow-artifacts/compose').ArtifactBackend[]} backends */
export async function main(backends) {
  const [uri = '', dstPath] = process.argv.slice(2)
  const artifacts = createArtifacts({ backends })
  const verified = new Set()
  await artifacts.downloadArtifacts(uri, {
    dstPath,
    include: ['/*.txt'],
    onProgress({ finished }) {
      for (const file of finished) verified.add(file.verified)
    },
  })
  console.log(JSON.stringify({ text: await artifacts.loadText(`${uri}/notes.txt`), verified: [...verified] }))
}
