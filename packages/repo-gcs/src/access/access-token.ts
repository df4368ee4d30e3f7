/** Says that whoever gives out tokens gave none that can be sent. */
export const NO_TOKEN = 'The token endpoint gave no token'

/** Whether a value can be sent as a token: characters of a header, and none that parts it. */
export function isAccessToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}
