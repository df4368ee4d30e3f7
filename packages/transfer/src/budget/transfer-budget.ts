import { HostBudget } from './host-budget.ts'

/** The budgets of the origins that a program downloads from. Downloads that are given the same one share them. */
export class TransferBudget {
  readonly #hosts = new Map<string, HostBudget>()

  /** @param maximum - counts for the first download from an origin; the later ones share its budget */
  host(concurrencyKey: string, maximum: number): HostBudget {
    let host = this.#hosts.get(concurrencyKey)
    if (host === undefined) {
      host = new HostBudget(maximum)
      this.#hosts.set(concurrencyKey, host)
    }
    return host
  }
}
