/** What JSON text can say. An integer beyond 2^53 is a `bigint`, because a number would be another one. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }
