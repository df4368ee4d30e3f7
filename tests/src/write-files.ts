import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Writes files, their contents by their paths below a folder, with the folders that they need; no content is a folder. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array | undefined>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const place = join(folder, path)
    await mkdir(content === undefined ? place : dirname(place), { recursive: true })
    if (content !== undefined) await writeFile(place, content)
  }
}
