import { CRC_PARAMETERS } from '../crc-parameters.ts'
import { WASM_CRC_MODULE } from './wasm-crc-module.ts'

const TABLE_OFFSETS = { crc64nvme: 0, crc32c: 16_384, crc32: 32_768 } as const
const DATA_OFFSET = 51_200
const DATA_BYTES = 65_536

/** The checksums that Node does not compute, or, for much data, not as fast. */
export type WasmCrcName = keyof typeof TABLE_OFFSETS

/** Takes and gives the register, as signed as WebAssembly's integers are. */
type Update = (length: number, register: bigint) => bigint

interface Computation extends Readonly<Record<WasmCrcName, Update>> {
  readonly memory: Uint8Array
}

let shared: Computation | undefined

/**
 * Continues a CRC of what came before with more bytes. As with `zlib.crc32`, it starts at 0.
 *
 * Every call is done with the memory when it returns, so one instance serves all.
 */
export function wasmCrc(name: WasmCrcName, bytes: Uint8Array, previous: bigint = 0n): bigint {
  shared ??= instantiate()
  const width = Number(CRC_PARAMETERS[name].width)
  let register = BigInt.asUintN(width, ~previous)
  for (let start = 0; start < bytes.byteLength; start += DATA_BYTES) {
    const piece = bytes.subarray(start, start + DATA_BYTES)
    shared.memory.set(piece, DATA_OFFSET)
    register = shared[name](piece.byteLength, register)
  }
  return BigInt.asUintN(width, ~register)
}

function instantiate(): Computation {
  const module = new WebAssembly.Module(Buffer.from(WASM_CRC_MODULE, 'base64'))
  const { exports } = new WebAssembly.Instance(module)
  if (!isOurs(exports)) throw new TypeError('The module of checksums has other exports')
  const { buffer } = exports.memory
  fillTables('crc64nvme', buffer)
  fillTables('crc32c', buffer)
  fillTables('crc32', buffer)
  const { crc64nvme, crc32c, crc32 } = exports
  return { crc64nvme, crc32c, crc32, memory: new Uint8Array(buffer) }
}

/** Table `n` is for a byte with `n` bytes behind it in the same word. */
function fillTables(name: WasmCrcName, memory: ArrayBuffer): void {
  const { polynomial } = CRC_PARAMETERS[name]
  const tables = new BigUint64Array(memory, TABLE_OFFSETS[name], 8 * 256)
  const entry = (index: number): bigint => tables[index] ?? 0n
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ polynomial : crc >> 1n
    tables[byte] = crc
  }
  for (let index = 256; index < tables.length; index += 1) {
    const before = entry(index - 256)
    tables[index] = (before >> 8n) ^ entry(Number(before & 0xffn))
  }
}

type Exports = Readonly<Record<WasmCrcName, Update>> & { readonly memory: WebAssembly.Memory }

function isOurs(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Exports {
  const { memory, ...functions } = exports
  const isComplete = Object.keys(TABLE_OFFSETS).every((name) => typeof functions[name] === 'function')
  return memory instanceof WebAssembly.Memory && isComplete
}
