/** How a connection is opened, by undici's connector or by a tunnel through a proxy. */
export type Connector = (target: object, callback: (error: Error | null, socket: unknown) => void) => unknown

/** Whether the option of that name is a function: undici also takes its options. */
export function isConnector(value: unknown): value is Connector {
  return typeof value === 'function'
}
