// Lets a socket, accepted ones included, read into one buffer again and again instead of allocating 64 KiB for every
// read: in this runtime each of those costs a decommit and fresh page faults. Node offers that only for sockets one
// connects oneself (`onread` of net.connect); this sets the same fields on any. Where they are not as expected the
// socket is left alone, and the caller listens for 'data' as usual.

import net from 'node:net'

/**
 * A socket is read up to 32 times before another gets its turn: with more, a few fast peers hold up the event loop.
 * Much less costs more calls than it saves of that.
 */
const SIZE = 65_536

interface Fields {
  readonly buffer: symbol
  readonly callback: symbol
  readonly generator: symbol
}

/** The names under which net.Socket keeps what `onread` was given. */
const findFields = (): Fields | null => {
  const probe = new net.Socket({ onread: { buffer: Buffer.alloc(1), callback: () => true } })
  const named = (name: string): symbol | undefined =>
    Object.getOwnPropertySymbols(probe).find((symbol) => symbol.description === name)
  const [buffer, callback, generator] = [named('kBuffer'), named('kBufferCb'), named('kBufferGen')]
  probe.destroy()
  return buffer && callback && generator ? { buffer, callback, generator } : null
}

const fields = findFields()
/** Elsewhere than on Windows a read is over before the next begins, whatever the socket: one buffer serves all. */
const shared = Buffer.allocUnsafeSlow(SIZE)
const bufferFor = (): Buffer => (process.platform === 'win32' ? Buffer.allocUnsafeSlow(SIZE) : shared)

interface Handle {
  useUserBuffer?(buffer: Uint8Array): void
}

/**
 * `onBytes` gets what was read; it is overwritten by the next read. False: not possible with this connection, which is
 * unchanged then.
 */
export const readInto = (socket: object, onBytes: (bytes: Uint8Array) => void): boolean => {
  const handle = Reflect.get(socket, '_handle') as Handle | null | undefined
  if (!fields || !(socket instanceof net.Socket) || typeof handle?.useUserBuffer !== 'function') return false
  const buffer = bufferFor()
  Reflect.set(socket, fields.buffer, buffer)
  Reflect.set(socket, fields.generator, null)
  Reflect.set(socket, fields.callback, (count: number, from: Uint8Array) => {
    onBytes(from.subarray(0, count))
    return true
  })
  handle.useUserBuffer(buffer)
  socket.resume()
  return true
}
