// Reads a run as any program does, wherever its artifacts are.
import { downloadArtifacts, listArtifacts, loadText, MlflowError, openArtifact } from 'mlflow-artifacts'

const [runId = '', dstPath] = process.argv.slice(2)
try {
  const listed = await listArtifacts({ runId })
  const path = await downloadArtifacts(`runs:/${runId}`, { dstPath })
  const text = await loadText(`runs:/${runId}/notes.txt`)
  const { body } = await openArtifact({ runId, artifactPath: 'notes.txt' }, { range: { start: 1, end: 4 } })
  let range = ''
  for await (const chunk of body) range += Buffer.from(chunk).toString()
  console.log(JSON.stringify({ listed: listed.map((entry) => entry.path), path, text, range }))
} catch (error) {
  if (!MlflowError.isInstance(error)) throw error
  const { name, message, hint } = error
  console.log(JSON.stringify({ name, message, hint }))
}
