// What rc4.ts uses of WebAssembly, which every runtime of ours has and neither the language's types nor Node's tell of.

declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>
  }
  interface Memory {
    readonly buffer: ArrayBuffer
  }
  const Module: new (code: Uint8Array<ArrayBuffer>) => Module
  const Instance: new (module: Module) => Instance
}
