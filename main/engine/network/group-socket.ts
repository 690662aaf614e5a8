// A UDP socket in a multicast group on every interface of one family. Joining, leaving and sending follow the list of
// interfaces it is given; an interface that refuses is left out. Sends one after another: the interface to send by is
// a property of the socket.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { LocalInterface } from './interfaces.ts'

export interface Group {
  readonly family: 4 | 6
  readonly address: string
  readonly port: number
}

/** As a Host header has it. */
export const groupHost = ({ family, address, port }: Group): string =>
  family === 6 ? `[${address}]:${port}` : `${address}:${port}`

export class GroupSocket {
  readonly group: Group
  readonly #socket: Socket
  readonly #joined = new Map<string, LocalInterface>()
  #sending: Promise<void> = Promise.resolve()
  #closed = false

  private constructor(group: Group, socket: Socket) {
    this.group = group
    this.#socket = socket
    // What an interface that went away causes is found out by the next look at them.
    socket.on('error', () => undefined)
    try {
      // Other programs of this computer hear us, other networks do not.
      socket.setMulticastLoopback(true)
      socket.setMulticastTTL(1)
    } catch {
      // Both are the defaults.
    }
  }

  /** Null when the port cannot be shared, or the system has no such family. */
  static open(group: Group, onMessage: (bytes: Buffer, from: RemoteInfo) => void): Promise<GroupSocket | null> {
    const socket = createSocket(
      group.family === 6 ? { type: 'udp6', reuseAddr: true, ipv6Only: true } : { type: 'udp4', reuseAddr: true },
    )
    return new Promise((resolve) => {
      const failed = (): void => {
        socket.close()
        resolve(null)
      }
      socket.once('error', failed)
      socket.bind(group.port, () => {
        socket.off('error', failed)
        socket.on('message', onMessage)
        resolve(new GroupSocket(group, socket))
      })
    })
  }

  get interfaces(): readonly LocalInterface[] {
    return [...this.#joined.values()]
  }

  /** Is in the group on these from now on: one address of an interface is enough. */
  follow(interfaces: readonly LocalInterface[]): void {
    const wanted = new Map(
      interfaces.filter(({ family }) => family === this.group.family).map((one) => [this.#way(one), one]),
    )
    for (const [way] of this.#joined) {
      if (wanted.has(way)) continue
      this.#joined.delete(way)
      this.#try(() => this.#socket.dropMembership(this.group.address, way))
    }
    for (const [way, one] of wanted) {
      if (this.#joined.has(way)) continue
      if (this.#try(() => this.#socket.addMembership(this.group.address, way))) this.#joined.set(way, one)
    }
  }

  /** To the group, on every interface. */
  send(text: string): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      for (const way of this.#joined.keys()) {
        if (this.#closed || !this.#try(() => this.#socket.setMulticastInterface(way))) continue
        await new Promise<void>((resolve) =>
          this.#socket.send(text, this.group.port, this.group.address, () => resolve()),
        )
      }
    })
    return this.#sending
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#sending
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()))
  }

  /** How the system wants the interface named. */
  #way({ address, zone }: LocalInterface): string {
    return this.group.family === 6 ? `::%${zone}` : address
  }

  #try(act: () => void): boolean {
    try {
      act()
      return true
    } catch {
      return false
    }
  }
}
