/** How much data the cases move. */
export interface Amounts {
  readonly largeBytes: number
  readonly smallFiles: number
  readonly smallBytes: number
  /** What each of the model's three weights has, divided by this. */
  readonly modelDivisor: number
  readonly listedObjects: number
}

export const FULL: Amounts = {
  largeBytes: 2 ** 30,
  smallFiles: 2000,
  smallBytes: 4096,
  modelDivisor: 1,
  listedObjects: 100_000,
}

/** For trying the harness: its figures say nothing. */
export const QUICK: Amounts = {
  largeBytes: 2 ** 25,
  smallFiles: 50,
  smallBytes: 4096,
  modelDivisor: 20,
  listedObjects: 2500,
}
