/** The part of Node's WebAssembly that is used here: its types belong to the library of browsers. */
declare namespace WebAssembly {
  type Exports = Readonly<Record<string, unknown>>
  class Memory {
    readonly buffer: ArrayBuffer
  }
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module)
    readonly exports: Exports
  }
}
