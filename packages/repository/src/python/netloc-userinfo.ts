/** Who an authority speaks for, as written: not percent-decoded. */
export interface Userinfo {
  readonly username: string | undefined
  readonly password: string | undefined
}

/** The text before the last `@` of an authority. `username` and `password` of Python 3.11's `urlparse` result. */
export function netlocUserinfo(netloc: string): Userinfo {
  const at = netloc.lastIndexOf('@')
  if (at === -1) return { username: undefined, password: undefined }
  const userinfo = netloc.slice(0, at)
  const colon = userinfo.indexOf(':')
  return colon === -1
    ? { username: userinfo, password: undefined }
    : { username: userinfo.slice(0, colon), password: userinfo.slice(colon + 1) }
}
