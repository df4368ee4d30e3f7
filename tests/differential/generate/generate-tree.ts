import type { SeededRandom } from '@mlflow-artifacts/testing/fault-server'
import { generateContent } from './generate-content.ts'
import { generateName, type NameRules } from './generate-name.ts'
import { joined, kindAt, type Tree } from './tree.ts'

/** A small tree of awkward names: nested, with empty files and directories, and names that others begin with. */
export function generateTree(random: SeededRandom, rules: NameRules): Tree {
  const tree = new Map<string, Uint8Array | undefined>()
  const directories = new Set([''])
  const taken = new Set<string>()
  const newPath = (parent: string, own: NameRules = rules): string => {
    for (;;) {
      const path = joined(parent, newName(random, own, siblingsIn(parent, taken)))
      if (taken.has(path)) continue
      taken.add(path)
      return path
    }
  }
  const anywhere = (): string => newPath(random.pick(['', ...directories]))

  const directoryCount = random.integer(0, 3)
  for (let index = 0; index < directoryCount; index += 1) directories.add(anywhere())
  if (random.next() < 0.1) {
    let deep = ''
    const depth = random.integer(5, 12)
    for (let level = 0; level < depth; level += 1) deep = newPath(deep, { ...rules, longest: 20 })
    directories.add(deep)
  }
  const fileCount = random.integer(1, 6)
  for (let index = 0; index < fileCount; index += 1) {
    const path = anywhere()
    tree.set(path, generateContent(random, path))
  }
  for (const directory of directories) {
    if (kindAt(tree, directory) === undefined) tree.set(directory, undefined)
  }
  // Some are models: `registered_model_meta` belongs to these.
  if (random.next() < 0.3) tree.set('MLmodel', Buffer.from('flavors: {}\n'))
  return tree
}

/** A name of its own, or one that a sibling's begins with. */
function newName(random: SeededRandom, rules: NameRules, siblings: readonly string[]): string {
  const [sibling, ...others] = siblings
  if (sibling === undefined || random.next() > 0.2) return generateName(random, rules)
  const grown = random.pick([sibling, ...others]) + random.pick(['x', '.', ' ', '-', '0'])
  return Buffer.byteLength(grown) > (rules.longest ?? 255) ? generateName(random, rules) : grown
}

function siblingsIn(parent: string, taken: ReadonlySet<string>): string[] {
  const prefix = parent === '' ? '' : `${parent}/`
  return [...taken]
    .filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
    .map((path) => path.slice(prefix.length))
}
