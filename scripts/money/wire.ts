// The wire between a buyer and a seller, through which all their connections lead: it passes everything on as it is, and
// keeps what was promised over it, acknowledged and sent. What it has read has left its sender for good, so whatever
// becomes of that process, it must know of it afterwards.

import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import type { SpeedMessage } from '../../app/speed/message.ts'
import { WireReader } from './wire-reader.ts'

/** A buyer that comes before the seller listens waits so long. */
const PATIENCE_MS = 5_000
const AGAIN_MS = 50

type Voucher = Extract<SpeedMessage, { readonly t: 'voucher' }>

export class Wire implements AsyncDisposable {
  readonly #server: Server
  readonly #seller: () => number | null
  readonly #sockets = new Set<Socket>()
  readonly #vouchers = new Set<() => void>()
  /** Distinct ones, in the order they came. */
  readonly promised = new Map<bigint, Voucher>()
  /** What does not belong together, in sentences. */
  readonly wrong: string[] = []
  /** The most the buyer has promised, and the seller has said to have. */
  most = 0n
  acknowledged = 0n
  /** Of data, towards the buyer. */
  bytes = 0n
  vouchers = 0
  connections = 0
  open = 0

  private constructor(server: Server, seller: () => number | null) {
    this.#server = server
    this.#seller = seller
    server.on('connection', (socket) => void this.#join(socket))
  }

  /** `seller`: where it listens now; null: it does not. */
  static async lay(seller: () => number | null): Promise<Wire> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Wire(server, seller)
  }

  get address(): string {
    return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  /** Resolves with true as soon as the next one passes. */
  voucher(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (came: boolean): void => {
        clearTimeout(late)
        this.#vouchers.delete(came_)
        resolve(came)
      }
      const came_ = (): void => end(true)
      const late = setTimeout(() => end(false), withinMs)
      this.#vouchers.add(came_)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close').catch(() => undefined)
  }

  async #join(buyer: Socket): Promise<void> {
    this.#keep(buyer)
    const seller = await this.#reach(buyer)
    if (seller === null) return void buyer.destroy()
    this.connections++
    this.open++
    this.#pass(buyer, seller, new WireReader({ data: () => undefined, said: (message) => this.#fromBuyer(message) }))
    this.#pass(
      seller,
      buyer,
      new WireReader({
        data: (bytes) => (this.bytes += BigInt(bytes)),
        said: (message) => this.#fromSeller(message),
      }),
    )
    buyer.once('close', () => this.open--)
  }

  async #reach(buyer: Socket): Promise<Socket | null> {
    const end = performance.now() + PATIENCE_MS
    while (performance.now() < end && !buyer.destroyed) {
      const port = this.#seller()
      const seller = port === null ? null : await this.#dial(port)
      if (seller !== null) return seller
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
    return null
  }

  #dial(port: number): Promise<Socket | null> {
    return new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('connect', () => {
        this.#keep(socket)
        resolve(socket)
      })
      socket.once('error', () => resolve(null))
    })
  }

  #keep(socket: Socket): void {
    socket.setNoDelay(true)
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    socket.on('error', () => undefined)
  }

  /** Read before it is passed on, so that nothing gets through unread. */
  #pass(from: Socket, to: Socket, reader: WireReader): void {
    from.on('data', (chunk: Buffer) => {
      reader.take(chunk)
      if (to.writable && !to.write(chunk)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
    from.once('close', () => to.destroy())
    from.once('end', () => to.end())
  }

  #fromBuyer(message: SpeedMessage): void {
    if (message.t !== 'voucher') return
    this.vouchers++
    const known = this.promised.get(message.cumulative)
    if (known === undefined) this.promised.set(message.cumulative, message)
    else if (Buffer.compare(known.signature, message.signature) !== 0) this.wrong.push('sent again with other bytes')
    if (message.cumulative > this.most) this.most = message.cumulative
    for (const heard of this.#vouchers) heard()
  }

  #fromSeller(message: SpeedMessage): void {
    const said = message.t === 'ack' || message.t === 'resume' ? message.cumulative : 0n
    if (said > this.acknowledged) this.acknowledged = said
  }
}
