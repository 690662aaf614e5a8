// RC4 as message stream encryption has it, on bytes where they lie. All ciphers share one WebAssembly module's memory:
// the one that is used has its permutation there, the others keep theirs. Invariant: what `borrow` answered is valid
// until it is called again, whatever else is encrypted meanwhile.

import { rc4Module } from './rc4-code.ts'

const PAGE = 65_536
const STATE = 258
/** What one call decrypts without further ado: as much as a socket reads at once. */
const BORROWED = 65_536
const BORROWED_AT = PAGE
const CHANGED = PAGE
const CHANGED_AT = BORROWED_AT + BORROWED
/** The first bytes of the stream give the key away, so nobody uses them. */
const SKIPPED = 1024

interface Workshop {
  readonly memory: WebAssembly.Memory
  crypt(at: number, length: number): void
}

const { memory, crypt } = new WebAssembly.Instance(new WebAssembly.Module(rc4Module((CHANGED_AT + CHANGED) / PAGE)))
  .exports as unknown as Workshop
const shared = new Uint8Array(memory.buffer)

export class Rc4 {
  /** Whose permutation the memory holds. */
  static #present: Rc4 | null = null
  readonly #state = Uint8Array.from({ length: STATE }, (_, at) => (at < 256 ? at : 0))

  constructor(key: Uint8Array, skipped = SKIPPED) {
    const state = this.#state
    for (let i = 0, j = 0; i < 256; i++) {
      const here = state[i] ?? 0
      j = (j + here + (key[i % key.length] ?? 0)) & 0xff
      state[i] = state[j] ?? 0
      state[j] = here
    }
    this.change(new Uint8Array(skipped))
  }

  /** Encrypts or decrypts in place. */
  change(bytes: Uint8Array): void {
    this.#enter()
    for (let at = 0; at < bytes.length; at += CHANGED) {
      const part = bytes.subarray(at, at + CHANGED)
      shared.set(part, CHANGED_AT)
      crypt(CHANGED_AT, part.length)
      part.set(shared.subarray(CHANGED_AT, CHANGED_AT + part.length))
    }
  }

  /** Encrypts or decrypts what is left as it is. The answer is the caller's. */
  changed(bytes: Uint8Array): Uint8Array {
    const copy = new Uint8Array(bytes)
    this.change(copy)
    return copy
  }

  /** As `changed`, but the answer is overwritten by the next call. */
  borrow(bytes: Uint8Array): Uint8Array {
    if (bytes.length > BORROWED) return this.changed(bytes)
    this.#enter()
    shared.set(bytes, BORROWED_AT)
    crypt(BORROWED_AT, bytes.length)
    return shared.subarray(BORROWED_AT, BORROWED_AT + bytes.length)
  }

  #enter(): void {
    if (Rc4.#present === this) return
    if (Rc4.#present !== null) Rc4.#present.#state.set(shared.subarray(0, STATE))
    shared.set(this.#state)
    Rc4.#present = this
  }
}
