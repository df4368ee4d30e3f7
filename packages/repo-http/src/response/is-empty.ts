import type { Readable } from 'node:stream'

/** Waits for the first bytes of a body, which stay in it; `true` where it ends without any. */
export async function isEmpty(body: Readable): Promise<boolean> {
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    body.unshift(chunk)
    return false
  }
  return true
}
