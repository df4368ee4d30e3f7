/** PEM as a text, which may have come as bytes. */
export function pemText(pem: string | Uint8Array): string {
  return typeof pem === 'string' ? pem : Buffer.from(pem).toString()
}
