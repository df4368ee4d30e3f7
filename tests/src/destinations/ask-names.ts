/** Asks the port of the first argument by names, each as chosen by nobody, here and elsewhere; prints what came of it. */
import { createHttpClient } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'

const [port = '', ...names] = process.argv.slice(2)
const environment = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' }
const client = createHttpClient({ environment, trackingUri: undefined })
const outcomes: Record<string, unknown> = {}
for (const name of names) {
  for (const chosenBy of [undefined, 'http://localhost', 'http://mlflow.example.com']) {
    const outcome = await client.request({ url: `http://${name}:${port}/`, chosenBy }).then(
      ({ status }) => status,
      (error: unknown) =>
        MlflowError.isInstance(error) ? error.message.replace(/^.*: /, '') : String(error),
    )
    outcomes[`${name} of ${chosenBy}`] = outcome
  }
}
await client.close()
console.log(JSON.stringify(outcomes))
