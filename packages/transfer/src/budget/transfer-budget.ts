import { HostBudget } from './host-budget.ts'

/** The budgets of the origins that a program downloads from. Downloads that are given the same one share them. */
export class TransferBudget {
  readonly #hosts = new Map<string, HostBudget>()

  /** What all downloads from one origin share. */
  host(concurrencyKey: string): HostBudget {
    let host = this.#hosts.get(concurrencyKey)
    if (host === undefined) {
      host = new HostBudget()
      this.#hosts.set(concurrencyKey, host)
    }
    return host
  }
}
