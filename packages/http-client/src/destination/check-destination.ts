import type { RequestUrl } from '../urls/parse-request-url.ts'
import { addressRefusal } from './address-refusal.ts'
import type { AddressRules } from './address-rules.ts'
import type { AllowedDestinations } from './allowed-destinations.ts'
import { coversHost } from './covers-host.ts'
import { type Destination, destinationError } from './destination-error.ts'
import { hostKind } from './host-kind.ts'
import { isInNetworks } from './is-in-networks.ts'
import { isOnThisMachine } from './is-on-this-machine.ts'
import { namedNetworks } from './named-networks.ts'

/** Where a request is to go, and who chose that. */
export interface ChosenDestination extends Destination {
  readonly url: RequestUrl
  /** Whether it is the user's own configuration, which may lead anywhere. */
  readonly isConfigured: boolean
}

/**
 * Whether a request may go where it is to go, as far as its URL tells.
 *
 * @returns which addresses its name must not lead to; `undefined`: it may lead anywhere
 * @throws MlflowError `PERMISSION_DENIED`
 */
export function checkDestination(
  destination: ChosenDestination,
  { schemes, hosts }: AllowedDestinations,
): AddressRules | undefined {
  const { url, chosenBy, isConfigured } = destination
  if (isConfigured) return undefined
  if (schemes?.includes(url.scheme) === false) {
    throw destinationError(destination, {
      reason: `the scheme ${url.scheme} is not allowed`,
      hint: 'Name it in the option allowedSchemes or in MLFLOW_ARTIFACTS_ALLOWED_SCHEMES.',
    })
  }
  const covering = hosts?.filter((entry) => coversHost(entry, url)) ?? []
  if (hosts !== undefined && covering.length === 0) {
    throw destinationError(destination, {
      reason: `the host ${url.hostname}, port ${url.port}, is not allowed`,
      hint: 'Name it in the option allowedHosts or in MLFLOW_ARTIFACTS_ALLOWED_HOSTS.',
    })
  }
  const mayLeadHere = chosenBy === undefined || isOnThisMachine(chosenBy)
  const rules: AddressRules = {
    refused: mayLeadHere ? ['link-local'] : ['link-local', 'loopback'],
    allowed: hosts?.filter(({ port }) => (port ?? url.port) === url.port).flatMap(namedNetworks) ?? [],
  }
  const kind = hostKind(url.hostname)
  const isNamed = covering.some((entry) => entry.kind === 'name') || isInNetworks(url.hostname, rules.allowed)
  if (kind !== undefined && rules.refused.includes(kind) && !isNamed) {
    throw destinationError(destination, addressRefusal(url.hostname, kind))
  }
  return rules
}
