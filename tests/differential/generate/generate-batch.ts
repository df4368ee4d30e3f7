import type { SeededRandom } from '@mlflow-artifacts/testing/fault-server'
import type { StartedStore } from '../stores/store.ts'
import { CORPUS } from './corpus.ts'
import { generateName, type NameRules } from './generate-name.ts'
import { generateTree } from './generate-tree.ts'
import type { Tree } from './tree.ts'

/** The share of the trees with names that URIs read as something else: these hide all other differences. */
const MARKED = 0.3
/** Python finds a model by a filter that not every name can be written in. */
const NO_MODEL_NAME = /[/:.%"'`]/

/** What is to be logged. */
export interface GeneratedBatch {
  /** By the directory of each in a run. */
  readonly trees: ReadonlyMap<string, Tree>
  readonly modelName: string
  readonly modelTree: Tree
  /** Whether it goes through the server, where the store has one, rather than past it. */
  readonly isSent: boolean
}

/** The trees that every store is asked of, the first of which is the model, too. */
export function corpusBatch(): GeneratedBatch {
  const [modelTree = new Map()] = CORPUS.values()
  return { trees: CORPUS, modelName: 'model of the corpus', modelTree, isSent: false }
}

/** Trees of a store, which its names fit. */
export function generateBatch(
  random: SeededRandom,
  count: number,
  { behind, refused }: StartedStore,
): GeneratedBatch {
  // A client of MLflow's server cannot send it every name; another client of its store can.
  const isSent = behind !== undefined && random.next() < 0.5
  const rules = (): NameRules => ({ refused, uriMarks: !isSent && random.next() < MARKED })
  const trees = new Map<string, Tree>()
  while (trees.size < count) {
    const own = rules()
    const directory = random.next() < 0.4 ? `tree ${trees.size}` : generateName(random, own)
    if (!trees.has(directory)) trees.set(directory, generateTree(random, own))
  }
  const [directory = ''] = trees.keys()
  const isShared = random.next() < 0.5 && !NO_MODEL_NAME.test(directory)
  const modelName = isShared ? directory : 'model of the run'
  return { trees, modelName, modelTree: generateTree(random, rules()), isSent }
}
