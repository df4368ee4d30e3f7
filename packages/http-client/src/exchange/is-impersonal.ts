const IMPERSONAL = new Set(['accept', 'accept-encoding', 'if-match', 'if-range', 'range', 'user-agent'])

/** Whether a header says which bytes are wanted, and not who asks: the only ones that another origin may see. */
export function isImpersonal(name: string): boolean {
  return IMPERSONAL.has(name.toLowerCase())
}
