/** The partial file of this process is gone, or another file has its name: somebody removed or replaced it. */
export class PartialLost extends Error {
  override readonly name = 'PartialLost'

  constructor(path: string) {
    super(`Another process removed or replaced the partial file '${path}'`)
  }
}
