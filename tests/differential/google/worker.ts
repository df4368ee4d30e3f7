/**
 * Makes calls of this package, one for each line of stdin, as python/environment.py makes those of Python MLflow. It is
 * a process of its own, because Google's library reads the variables of its process, and Node learns whom to trust when
 * it starts. A situation keeps its client from one call to the next.
 */
import { createInterface } from 'node:readline'
import { gcs } from '@mlflow-artifacts/repo-gcs'
import { createArtifacts } from 'mlflow-artifacts/compose'
import type { GoogleCall, GoogleOutcome } from './side.ts'

const clean = { ...process.env }
let situation: string | undefined
let artifacts = createArtifacts()

for await (const line of createInterface(process.stdin)) {
  const call: GoogleCall = JSON.parse(line)
  process.env = { ...clean, ...call.variables }
  if (call.situation !== situation) artifacts = createArtifacts({ backends: [gcs()] })
  situation = call.situation
  console.log(JSON.stringify(await outcomeOf(call)))
}

async function outcomeOf({ arguments: { artifact_uri, dst_path } }: GoogleCall): Promise<GoogleOutcome> {
  try {
    return { value: await artifacts.downloadArtifacts(artifact_uri, { dstPath: dst_path }) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const { code, hint } = { code: Reflect.get(error, 'code'), hint: Reflect.get(error, 'hint') }
    return { message: `${error.message}\n${hint}\n${error.cause}`, code: String(code) }
  }
}
