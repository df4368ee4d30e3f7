import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHttpClient } from '@mlflow-artifacts/http-client'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { atGoogle, startGcs } from '../../test/start-gcs.ts'
import { certificatePath } from '../../test/start-google.ts'
import { startTokens, temporaryFolder, writeKey } from '../../test/start-tokens.ts'
import { stubNoAccount } from '../../test/stub-no-account.ts'
import { gcs } from '../index.ts'

let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
  stubNoAccount(folder)
})
afterEach(() => vi.unstubAllEnvs())

test.each([
  ['a file', { file: 'subject.txt' }],
  [
    'a certificate',
    { certificate: { certificate_config_location: 'config.json', trust_chain_path: 'chain.pem' } },
  ],
])(
  'a relative path to %s in a key file means the directory of the call',
  async (_what, credential_source) => {
    const { url, asked } = await startTokens()
    const server = await startGcs({ 'run/a.txt': 'a' })
    await writeKey(join(folder, 'key.json'), url, { credential_source })
    await writeFile(join(folder, 'subject.txt'), 'canary-subject-token')
    await writeFile(join(folder, 'chain.pem'), '')
    const pem = certificatePath('client')
    const workload = { cert_path: pem, key_path: pem }
    await writeFile(join(folder, 'config.json'), JSON.stringify({ cert_configs: { workload } }))
    const environment = { ...atGoogle(server).environment, GOOGLE_APPLICATION_CREDENTIALS: 'key.json' }
    const http = createHttpClient({ environment, trackingUri: undefined })
    onTestFinished(() => http.close())
    const context = { http, environment, trackingUri: undefined, cwd: folder }
    const repository = gcs().repository('gs://bucket/run', context)
    expect(await textOf(await repository.open('a.txt'))).toBe('a')
    expect(asked).toHaveLength(1)
  },
)
