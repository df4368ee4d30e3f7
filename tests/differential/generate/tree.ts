/** Files and empty directories by their path: bytes, or `undefined` for a directory. */
export type Tree = ReadonlyMap<string, Uint8Array | undefined>

/** What stands at a path of a tree; `undefined`: nothing. */
export function kindAt(tree: Tree, path: string): 'file' | 'directory' | undefined {
  if (tree.get(path) !== undefined) return 'file'
  return path === '' || tree.has(path) || isParent(tree, path) ? 'directory' : undefined
}

/** The paths below a directory of a tree, relative to it, with every directory on the way. */
export function subtree(tree: Tree, directory: string): Tree {
  const prefix = directory === '' ? '' : `${directory}/`
  const found = new Map<string, Uint8Array | undefined>()
  for (const [path, content] of tree) {
    if (!path.startsWith(prefix) || path === prefix) continue
    const relative = path.slice(prefix.length)
    for (const parent of parentsOf(relative)) found.set(parent, undefined)
    found.set(relative, content)
  }
  return found
}

/** Every directory of a tree, the root (`''`) first. */
export function directoriesOf(tree: Tree): string[] {
  return ['', ...[...subtree(tree, '')].filter(([, content]) => content === undefined).map(([path]) => path)]
}

/** A tree in a directory. */
export function moved(tree: Tree, directory: string): Tree {
  return new Map([...tree].map(([path, content]) => [joined(directory, path), content]))
}

/** Two parts of a path, either of which may be `''`. */
export function joined(parent: string, path: string): string {
  return parent === '' || path === '' ? parent + path : `${parent}/${path}`
}

/** `a/b/c` → `a`, `a/b` */
export function parentsOf(path: string): string[] {
  const segments = path.split('/')
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'))
}

function isParent(tree: Tree, path: string): boolean {
  for (const other of tree.keys()) if (other.startsWith(`${path}/`)) return true
  return false
}
