import { createArtifacts } from 'mlflow-artifacts/compose'
import { memoryBackend, memoryFile } from './memory-backend.ts'

const files = new Map([['1/artifacts/notes.txt', memoryFile('hello')]])
const artifacts = createArtifacts({ backends: [memoryBackend(files)] })

console.log(await artifacts.loadText('memory:/1/artifacts/notes.txt'))
for (const { path } of await artifacts.listArtifacts('memory:/1/artifacts')) console.log(path)
