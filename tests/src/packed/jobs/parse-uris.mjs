import { parseModelUri, resolveMlflowArtifactsUri, splitArtifactUri } from '@mlflow-artifacts/uri-parsing'

const model = parseModelUri('models:/churn@champion')
const split = splitArtifactUri('s3://bucket/run/model', { pathExists: () => false })
const resolved = resolveMlflowArtifactsUri('mlflow-artifacts:/1/a', 'http://localhost:5000')
console.log(JSON.stringify({ model, split, resolved }))
