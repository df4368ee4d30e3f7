/** Whether a `Content-Encoding` says that the stored bytes have to be decoded. Others are metadata of the bytes. */
export function isGzip(encoding: unknown): boolean {
  return typeof encoding === 'string' && /^\s*(?:x-)?gzip\s*$/i.test(encoding)
}
