import { CRC64NVME_MODULE } from './crc64nvme-module.ts'

const POLYNOMIAL = 0x9a6c9329ac4bc9b5n
const DATA_OFFSET = 18_432
const DATA_BYTES = 65_536

interface Exports {
  readonly memory: WebAssembly.Memory
  /** Takes and gives the register, as signed as WebAssembly's integers are. */
  readonly update: (length: number, register: bigint) => bigint
}

interface Computation {
  readonly update: Exports['update']
  readonly memory: Uint8Array
}

let shared: Computation | undefined

/**
 * Continues the CRC-64/NVME of what came before with more bytes. As with `zlib.crc32`, it starts at 0.
 *
 * Every call is done with the memory when it returns, so one instance serves all.
 */
export function crc64nvme(bytes: Uint8Array, previous: bigint = 0n): bigint {
  shared ??= instantiate()
  let register = ~previous
  for (let start = 0; start < bytes.byteLength; start += DATA_BYTES) {
    const piece = bytes.subarray(start, start + DATA_BYTES)
    shared.memory.set(piece, DATA_OFFSET)
    register = shared.update(piece.byteLength, register)
  }
  return BigInt.asUintN(64, ~register)
}

function instantiate(): Computation {
  const module = new WebAssembly.Module(Buffer.from(CRC64NVME_MODULE, 'base64'))
  const { exports } = new WebAssembly.Instance(module)
  if (!isOurs(exports)) throw new TypeError('The module of CRC-64/NVME has other exports')
  fillTables(new BigUint64Array(exports.memory.buffer))
  return { update: exports.update, memory: new Uint8Array(exports.memory.buffer) }
}

/** Table `n` is for a byte with `n` bytes behind it in the same word. */
function fillTables(tables: BigUint64Array): void {
  const entry = (index: number): bigint => tables[index] ?? 0n
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ POLYNOMIAL : crc >> 1n
    tables[byte] = crc
  }
  for (let index = 256; index < 8 * 256; index += 1) {
    const before = entry(index - 256)
    tables[index] = (before >> 8n) ^ entry(Number(before & 0xffn))
  }
}

function isOurs(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Exports {
  return exports.memory instanceof WebAssembly.Memory && typeof exports.update === 'function'
}
