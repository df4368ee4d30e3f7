/** What the value of an option may be. */
export interface OptionRule {
  /** Completes "must be". */
  readonly words: string
  /** Whether a wrong text or number is shown, which is so only where none can be a secret. */
  readonly showsValue?: boolean
  allows(value: unknown): boolean
}
