import type { Amounts } from '../amounts.ts'

/** What a tree of data is called; its files are below a folder of that name. */
export type TreeName = 'large' | 'small' | 'model'

const MIB = 2 ** 20

/** The files of a tree and their sizes, by their paths. */
export const TREES: Readonly<Record<TreeName, (amounts: Amounts) => readonly (readonly [string, number])[]>> =
  {
    large: ({ largeBytes }) => [['large/large.bin', largeBytes]],
    // A hundred in each directory, as in a run that logs a step at a time.
    small: ({ smallFiles, smallBytes }) =>
      Array.from({ length: smallFiles }, (_, index) => {
        const number = String(index).padStart(5, '0')
        return [`small/${number.slice(0, -2)}/${number}.bin`, smallBytes]
      }),
    // What `mlflow.transformers` logs for a language model, with small weights.
    model: ({ modelDivisor }) => [
      ['model/MLmodel', 1310],
      ['model/conda.yaml', 412],
      ['model/python_env.yaml', 122],
      ['model/requirements.txt', 187],
      ['model/LICENSE.txt', 11_358],
      ['model/components/tokenizer/merges.txt', 456_318],
      ['model/components/tokenizer/special_tokens_map.json', 548],
      ['model/components/tokenizer/tokenizer.json', 2_113_710],
      ['model/components/tokenizer/tokenizer_config.json', 1170],
      ['model/components/tokenizer/vocab.json', 798_293],
      ['model/model/config.json', 884],
      ['model/model/generation_config.json', 137],
      ['model/model/model.safetensors.index.json', 26_418],
      ['model/model/model-00001-of-00003.safetensors', Math.ceil((200 * MIB) / modelDivisor)],
      ['model/model/model-00002-of-00003.safetensors', Math.ceil((120 * MIB) / modelDivisor)],
      ['model/model/model-00003-of-00003.safetensors', Math.ceil((50 * MIB) / modelDivisor)],
    ],
  }
