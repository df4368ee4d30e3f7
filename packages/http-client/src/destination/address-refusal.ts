import type { AddressKind } from './address-kind.ts'
import type { Refusal } from './destination-error.ts'

/** Why an address that was not named may not be asked. */
export function addressRefusal(host: string, kind: AddressKind, address: string = host): Refusal {
  const what = host === address ? host : `${host} (${address})`
  return kind === 'loopback'
    ? {
        reason: `${what} is an address of this machine`,
        hint:
          'A server elsewhere should not choose what is asked of this machine. If it is to, name the host in the option ' +
          "allowedHosts or in MLFLOW_ARTIFACTS_ALLOWED_HOSTS, beside '*' for all others. If the server is on this " +
          'machine, call it localhost.',
      }
    : {
        reason: `${what} is a link-local address, or one at which a cloud gives out credentials`,
        hint:
          'Such an address is no place for artifacts. If they really are there, name it in the option allowedHosts or in ' +
          "MLFLOW_ARTIFACTS_ALLOWED_HOSTS, beside '*' for all others.",
      }
}
