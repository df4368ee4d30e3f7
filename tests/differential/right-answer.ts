import { compareCodePoints, posixNormpath } from '@mlflow-artifacts/repository/python'
import type { FileInfo } from 'mlflow-artifacts'
import type { Answer } from '../src/answer.ts'
import { DIRECTORY, describeBytes } from '../src/read-tree.ts'
import type { Call, Place } from './call.ts'
import { joined, kindAt, moved, parentsOf, subtree, type Tree } from './generate/tree.ts'
import type { StartedStore } from './stores/store.ts'

/**
 * What a download or a listing gives by what was logged, in the layout of Python, whatever the names are; `undefined`
 * for what is missing, and for the loaders.
 */
export function rightAnswer(call: Call, store: Pick<StartedStore, 'keeper'>): Answer | undefined {
  const asked = askedOf(call)
  if (call.operation === 'list') return { listed: listed(call, asked, store) }
  if (call.operation !== 'download' && call.operation !== 'download to a folder') return undefined
  const kind = kindAt(call.place.tree, asked.path)
  const ofModel = partOfModel(call, asked)
  if (asked.isDirectory && kind === 'file') return undefined
  if (kind === undefined && ofModel === undefined) return undefined

  const { folder } = call.place
  const inPlace = folder !== undefined && call.operation === 'download' && !isCopied(call, asked)
  if (inPlace) return { returned: joined(folder, asked.path), tree: undefined }
  const destination = call.operation === 'download' ? '{temporary}' : '{destination}'
  const tree = new Map(kind === undefined ? [] : downloaded(call.place.tree, asked.path, asked.name))
  if (ofModel !== undefined) {
    tree.set(ofModel.name, undefined)
    const path = joined(ofModel.name, ofModel.path)
    for (const [name, content] of downloaded(ofModel.tree, ofModel.path, path)) tree.set(name, content)
  }
  const ofModelOnly = kind === undefined && ofModel !== undefined && !asked.isDirectory
  const returned = ofModelOnly ? joined(ofModel.name, ofModel.path) : asked.name
  return { returned: joined(destination, returned), tree: described(tree) }
}

/** What a path means. */
export interface Asked {
  /** Below the root, without a slash at its end. */
  readonly path: string
  /** What it is called in a destination. */
  readonly name: string
  /** Whether only a directory is meant. */
  readonly isDirectory: boolean
}

/** What the path of a call means. Models are laid out from their root, all else from the last slash. */
export function askedOf({ kind, place }: Call): Asked {
  const normalized = posixNormpath(place.path.replace(/^\/+/, ''))
  const path = normalized === '.' ? '' : normalized
  const isDirectory = place.path.endsWith('/')
  if (kind !== 'run' && kind !== 'runs' && kind !== 'direct') return { path, name: path, isDirectory: false }
  const last = path.split('/').at(-1) ?? ''
  const name = last === '' && kind === 'direct' ? place.name : last
  return { path, name: isDirectory ? '' : name, isDirectory: isDirectory || path === '' }
}

/** The part of the run's logged model that a call means, too. */
export function partOfModel(
  { kind, place: { model } }: Call,
  { path }: Asked,
): (Pick<Place, 'tree' | 'path'> & { name: string }) | undefined {
  if (model === undefined || (kind !== 'run' && kind !== 'runs')) return undefined
  const [first, ...rest] = path.split('/')
  if (first !== model.name) return undefined
  const below = rest.join('/')
  return kindAt(model.tree, below) === undefined ? undefined : { ...model, path: below }
}

function isCopied({ kind }: Call, { path }: Asked): boolean {
  return kind === 'runs' || (kind === 'run' && path !== '')
}

function downloaded(tree: Tree, path: string, name: string): Tree {
  const found = new Map<string, Uint8Array | undefined>(parentsOf(name).map((parent) => [parent, undefined]))
  const content = tree.get(path)
  if (name !== '') found.set(name, content)
  if (content === undefined)
    for (const [below, bytes] of moved(subtree(tree, path), name)) found.set(below, bytes)
  return found
}

function described(tree: Tree): Record<string, string> {
  return Object.fromEntries(
    [...tree].map(([path, bytes]) => [path, bytes === undefined ? DIRECTORY : describeBytes(bytes)]),
  )
}

function listed(call: Call, asked: Asked, store: Pick<StartedStore, 'keeper'>): FileInfo[] {
  const prefix = call.kind === 'run' ? asked.path : asked.name
  const ofModel = partOfModel(call, asked)
  const ofModels =
    ofModel === undefined
      ? []
      : children(ofModel.tree, ofModel.path, joined(ofModel.name, ofModel.path), store)
  return [...children(call.place.tree, asked.path, prefix, store), ...ofModels]
}

function children(
  tree: Tree,
  path: string,
  prefix: string,
  { keeper }: Pick<StartedStore, 'keeper'>,
): FileInfo[] {
  if (kindAt(tree, path) !== 'directory') return []
  return [...subtree(tree, path)]
    .filter(([name]) => !name.includes('/'))
    .map(([name, content]) => ({
      path: joined(prefix, name),
      isDir: content === undefined,
      // A server leaves out a size of 0.
      fileSize:
        content === undefined || (content.length === 0 && keeper === 'server') ? undefined : content.length,
    }))
    .sort((a, b) => compareCodePoints(a.path, b.path))
}
