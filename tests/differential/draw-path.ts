import type { SeededRandom } from '@mlflow-artifacts/testing/fault-server'
import { directoriesOf, joined, subtree } from './generate/tree.ts'
import type { Start } from './starts.ts'

/** A file or a directory below a start, now and then with a slash at its end, a doubled one, or another name. */
export function drawPath({ place, directory }: Start, random: SeededRandom): string {
  const isOfModel = place.model?.name === directory
  const tree = isOfModel ? (place.model?.tree ?? new Map()) : subtree(place.tree, directory)
  const paths = random.next() < 0.6 ? [...tree.keys()] : directoriesOf(tree)
  const path = joined(directory, paths[random.integer(0, paths.length - 1)] ?? '')
  if (path === '') return path
  const chance = random.next()
  if (chance < 0.15) return `${path}/`
  if (chance < 0.2) return `${path}x`
  return chance < 0.23 ? path.replace('/', '//') : path
}
