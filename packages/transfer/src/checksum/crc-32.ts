import { crc32 as crc32OfZlib } from 'node:zlib'
import { wasmCrc } from './wasm-crc/wasm-crc.ts'

/** From here on WebAssembly is faster, about twice: Node's zlib looks every byte up. */
const MUCH = 64 * 1024

/** Continues a CRC-32 of what came before with more bytes. It starts at 0. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  if (bytes.byteLength < MUCH) return crc32OfZlib(bytes, previous)
  return Number(wasmCrc('crc32', bytes, BigInt(previous)))
}
