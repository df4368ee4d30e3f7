import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { GoogleScript } from '../../src/google/google-service.ts'
import type { Google, GoogleExchange } from '../../src/google/start-google.ts'
import { readTree } from '../../src/read-tree.ts'
import { writeFiles } from '../../src/write-files.ts'
import type { GoogleOutcome, Side } from './side.ts'
import type { Situation } from './situation.ts'

/** What one side did in a call. */
export type Seen =
  | { readonly as: string; readonly tree: Readonly<Record<string, string>> }
  | {
      /** Of this package only. */
      readonly code: string | undefined
      readonly message: string
    }

/** Who is put into situations, and where. */
export interface Player {
  readonly side: Side
  readonly google: Google
  readonly home: string
  readonly variables: Readonly<Record<string, string>>
}

/** Puts one side into a situation. */
export async function play(situation: Situation, player: Player): Promise<Seen[]> {
  const { side, google, home, variables } = player
  const filled = (text: string): string => text.replaceAll('{home}', home).replaceAll('{plain}', google.plain)
  const files = Object.entries(situation.files ?? {}).map(([path, content]) => [
    path,
    content === undefined
      ? undefined
      : filled(typeof content === 'string' ? content : JSON.stringify(content)),
  ])
  await writeFiles(home, Object.fromEntries(files))
  google.play(scriptOf(situation, home))
  const own = Object.entries(situation.variables ?? {}).map(([name, value]) => [name, filled(value)])
  const seen: Seen[] = []
  for (const index of situation.gives.keys()) {
    const before = google.exchanges.length
    const outcome = await side.ask({
      situation: situation.name,
      variables: {
        ...variables,
        HOME: home,
        HTTPS_PROXY: google.proxy,
        NO_PROXY: '127.0.0.1',
        GOOGLE_CLOUD_PROJECT: 'project',
        MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '0',
        MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0',
        ...Object.fromEntries(own),
      },
      function: 'download_artifacts',
      arguments: { artifact_uri: 'gs://bucket/store/run', dst_path: join(home, 'downloaded', String(index)) },
    })
    seen.push(await seenOf(outcome, google.exchanges.slice(before)))
  }
  return seen
}

/** Where there is no metadata server, nobody answers. */
function scriptOf({ script, isMachine = false }: Situation, home: string): GoogleScript {
  return { ...(!isMachine && { metadata: () => 'hang up' as const }), ...script?.(home) }
}

async function seenOf(outcome: GoogleOutcome, exchanges: readonly GoogleExchange[]): Promise<Seen> {
  if ('message' in outcome) return { code: outcome.code, message: outcome.message }
  const read = exchanges.filter(({ service, status }) => service === 'storage' && status === 200)
  return {
    as: [...new Set(read.map(whoOf))].join(' and '),
    tree: existsSync(outcome.value) ? await readTree(outcome.value) : {},
  }
}

function whoOf({ headers }: GoogleExchange): string {
  const { authorization = '', 'x-goog-user-project': payer } = headers
  const who = authorization === '' ? 'nobody' : authorization.replace('Bearer ya29.canary-', '')
  return payer === undefined ? who : `${who}, paid by ${payer}`
}
