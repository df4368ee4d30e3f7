// Reads runs as any program does, wherever their artifacts are.
import { downloadArtifacts, listArtifacts, loadText, MlflowError, openArtifact } from 'mlflow-artifacts'

const [destination, ...runIds] = process.argv.slice(2)

/** @param {string} runId */
async function readRun(runId) {
  const listed = await listArtifacts({ runId })
  const path = await downloadArtifacts(`runs:/${runId}`, { dstPath: `${destination}/${runId}` })
  const text = await loadText(`runs:/${runId}/notes.txt`)
  const { body } = await openArtifact({ runId, artifactPath: 'notes.txt' }, { range: { start: 1, end: 4 } })
  let range = ''
  for await (const chunk of body) range += Buffer.from(chunk).toString()
  return { listed: listed.map((entry) => entry.path), path, text, range }
}

const answers = []
for (const runId of runIds) {
  const answer = readRun(runId).catch((error) => {
    if (!MlflowError.isInstance(error)) throw error
    return { name: error.name, message: error.message, hint: error.hint }
  })
  answers.push(await answer)
}
console.log(JSON.stringify(answers))
