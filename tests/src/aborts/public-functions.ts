import type { Artifacts } from 'mlflow-artifacts'

/** Calls a public function on what it is for: a file, or the directory that the file is in. */
export type PublicCall = (
  artifacts: Artifacts,
  sources: { readonly file: string; readonly directory: string },
  signal: AbortSignal | undefined,
  dstPath: string,
) => Promise<unknown>

/** Every public function; what gives a stream is read to its end. */
export const PUBLIC_FUNCTIONS: Readonly<Record<string, PublicCall>> = {
  downloadArtifacts: (artifacts, { file }, signal, dstPath) =>
    artifacts.downloadArtifacts(file, { signal, dstPath }),
  'downloadArtifacts, a directory': (artifacts, { directory }, signal, dstPath) =>
    artifacts.downloadArtifacts(directory, { signal, dstPath }),
  listArtifacts: (artifacts, { directory }, signal) => artifacts.listArtifacts(directory, { signal }),
  loadText: (artifacts, { file }, signal) => artifacts.loadText(file, { signal }),
  loadDict: (artifacts, { file }, signal) => artifacts.loadDict(file, { signal }),
  loadImage: (artifacts, { file }, signal) => artifacts.loadImage(file, { signal }),
  walkArtifacts: (artifacts, { directory }, signal) =>
    readAll(artifacts.walkArtifacts(directory, { signal })),
  statArtifact: (artifacts, { file }, signal) => artifacts.statArtifact(file, { signal }),
  openArtifact: async (artifacts, { file }, signal) =>
    await readAll((await artifacts.openArtifact(file, { signal })).body),
  resolveArtifact: (artifacts, { file }, signal) => artifacts.resolveArtifact(file, { signal }),
}

async function readAll(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const _item of items) count += 1
  return count
}
