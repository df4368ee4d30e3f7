/**
 * How MLflow's server keeps the artifacts: `local`, on its disk, with length, ETag and ranges; `remote`, in a store that
 * it copies from, with none of them; `presigned`, in such a store, to which it gives out URLs.
 */
export type ServerMode = 'local' | 'remote' | 'presigned'
