import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Google, startGoogle } from '../../src/google/start-google.ts'
import { makeCertificates } from '../../src/servers/certificates.ts'
import { cleanEnvironment } from '../../src/servers/clean-environment.ts'
import { judge } from './judge.ts'
import { play, type Seen } from './play.ts'
import { ourSide, pythonSide, type Side } from './side.ts'
import type { Situation } from './situation.ts'

/** What both sides did in a situation. */
export interface Compared {
  readonly situation: Situation
  readonly pythons: readonly Seen[]
  readonly ours: readonly Seen[]
  /** What is wrong; `undefined`: nothing. */
  readonly failure: string | undefined
}

/** Puts Python and this package into each situation, at clouds of their own. */
export async function compareOnGoogle(
  python: string,
  folder: string,
  situations: readonly Situation[],
): Promise<Compared[]> {
  const certificates = await makeCertificates(join(folder, 'certificates'))
  const clouds = [await startGoogle(certificates.server), await startGoogle(certificates.server)] as const
  const [ofPython, ofOurs] = clouds
  const variables = ({ plain }: Google): Record<string, string | undefined> =>
    cleanEnvironment(folder, {
      GCE_METADATA_HOST: plain,
      GCE_METADATA_ROOT: plain,
      GCE_METADATA_IP: plain,
      GCE_METADATA_TIMEOUT: '2',
      GCE_METADATA_DETECT_RETRIES: '1',
      NODE_EXTRA_CA_CERTS: certificates.authorityPath,
    })
  const common = { MLFLOW_TRACKING_URI: folder, REQUESTS_CA_BUNDLE: certificates.authorityPath }
  const sides = [
    { side: pythonSide(python, variables(ofPython)), google: ofPython, home: join(folder, 'python') },
    { side: ourSide(variables(ofOurs)), google: ofOurs, home: join(folder, 'ours') },
  ] as const
  const playAll = async ({ side, google, home }: { side: Side; google: Google; home: string }) => {
    const seen: (readonly Seen[])[] = []
    for (const [index, situation] of situations.entries()) {
      const own = join(home, String(index))
      await mkdir(own, { recursive: true })
      seen.push(await play(situation, { side, google, home: own, variables: common }))
    }
    return seen
  }
  try {
    const [pythons, ours] = await Promise.all(sides.map(playAll))
    return situations.map((situation, index) => {
      const both = { pythons: pythons?.[index] ?? [], ours: ours?.[index] ?? [] }
      return { situation, ...both, failure: judge(situation, both.pythons, both.ours) }
    })
  } finally {
    for (const { side } of sides) side.close()
    await Promise.all(clouds.map((cloud) => cloud.close()))
  }
}
