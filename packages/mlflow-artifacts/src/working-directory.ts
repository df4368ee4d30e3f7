/** The working directory of this moment; `''` where it is gone, which only a relative path is the worse for. */
export function workingDirectory(): string {
  try {
    return process.cwd()
  } catch {
    return ''
  }
}
