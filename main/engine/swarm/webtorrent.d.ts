// The members of webtorrent 3.0.21 and its family that this folder uses, private ones included (underscored).
// webtorrent-names.test.ts fails when one of them is gone.

declare module 'webtorrent' {
  import type { EventEmitter } from 'node:events'
  import type Torrent from 'webtorrent/lib/torrent.js'
  import type { Dht } from 'bittorrent-dht'

  interface ClientOptions {
    readonly peerId: string
    readonly torrentPort: number
    readonly dht: false
    readonly tracker: false
    readonly lsd: false
    readonly utp: false
    readonly utPex: false
    readonly natUpnp: false
    readonly natPmp: false
    readonly webSeeds: false
    readonly secure: 0 | 1 | 2
    readonly maxConns: number
  }
  export default class WebTorrent extends EventEmitter {
    static readonly UTP_SUPPORT: boolean
    constructor(options: ClientOptions)
    readonly peerId: string
    readonly torrents: Torrent[]
    readonly listening: boolean
    readonly destroyed: boolean
    readonly torrentPort: number
    secure: 0 | 1 | 2
    /** Ours, put here so that handshakes say that we have one; not the client's to close. */
    dht: Dht | false | null
    readonly _connPool: {
      utpServer: import('webtorrent/lib/utp.cjs').UtpServer | null
      readonly _pendingConns: Set<import('webtorrent/lib/peer.js').Connection>
      _onConnection(conn: import('webtorrent/lib/peer.js').Connection, type: 'tcp' | 'utp'): void
    }
    readonly _utpServer: import('webtorrent/lib/utp.cjs').UtpServer | null
    readonly throttleGroups: unknown
    add(torrent: object, options: object): Torrent
    destroy(done?: (error?: unknown) => void): void
  }
}

declare module 'webtorrent/lib/torrent.js' {
  import type { EventEmitter } from 'node:events'
  import type WebTorrent from 'webtorrent'
  import type Peer from 'webtorrent/lib/peer.js'
  import type Wire from 'bittorrent-protocol'

  export default class Torrent extends EventEmitter {
    readonly client: WebTorrent
    infoHash: string
    readonly destroyed: boolean
    readonly wires: Wire[]
    readonly _peers: Map<string, Peer> | null
    private: boolean
    discovery: { destroy(done: () => void): void } | null
    _drain(): void
    addPeer(address: string, source?: string): boolean
    removePeer(peer: Peer | string): void
    _registerPeer(peer: Peer): void
    _addIncomingPeer(peer: Peer): void
    _onWire(wire: Wire, address?: string): void
    _onListening(): void
    _processParsedTorrent(parsed: { readonly infoHash: string }): void
    destroy(options: { destroyStore: boolean }, done: (error?: unknown) => void): void
  }
}

declare module 'webtorrent/lib/peer.js' {
  import type { EventEmitter } from 'node:events'
  import type Torrent from 'webtorrent/lib/torrent.js'
  import type Wire from 'bittorrent-protocol'

  export interface Connection extends EventEmitter {
    readonly remoteAddress?: string | undefined
    readonly remotePort?: number | undefined
    readonly writableLength?: number
    readonly destroyed: boolean
    write(data: Uint8Array, done?: (error?: unknown) => void): boolean
    end(): void
    destroy(error?: unknown): void
    cork?(): void
    uncork?(): void
    setNoDelay?(on: boolean): void
    pause?(): void
    resume?(): void
    /** Of a stream: null ends it, as if the other side had. */
    push?(bytes: null): boolean
  }
  export default class Peer extends EventEmitter {
    static createTCPOutgoingPeer(addr: string, swarm: Torrent, groups: unknown, source: string, secure: number): Peer
    static createUTPOutgoingPeer(addr: string, swarm: Torrent, groups: unknown, source: string, secure: number): Peer
    readonly id: string
    readonly type: 'tcpIncoming' | 'tcpOutgoing' | 'utpIncoming' | 'utpOutgoing'
    readonly addr: string | null
    readonly source: string | null
    readonly connected: boolean
    readonly destroyed: boolean
    readonly sentHandshake: boolean
    secure: number
    conn: Connection | null
    wire: Wire | null
    swarm: Torrent | null
    onConnect(): void
    startConnectTimeout(): void
    setThrottlePipes(): void
    destroy(error?: unknown): void
  }
}

declare module 'webtorrent/lib/utp.cjs' {
  import type { EventEmitter } from 'node:events'
  import type { Connection } from 'webtorrent/lib/peer.js'

  export interface UtpServer extends EventEmitter {
    readonly connections: readonly Connection[]
    connect(port: number, host: string): Connection
    listen(port: number): void
    close(): void
    setSendBufferSize(bytes: number): void
    setRecvBufferSize(bytes: number): void
    on(event: 'listening', then: () => void): this
    on(event: 'error', then: (error: unknown) => void): this
    on(event: 'connection', then: (conn: Connection) => void): this
    /** What it takes for no uTP. */
    on(
      event: 'message',
      then: (datagram: Uint8Array, from: { readonly address: string; readonly port: number }) => void,
    ): this
  }
  /** Empty where the native part could not be loaded. */
  const utp: { createServer?(): UtpServer }
  export default utp
}

declare module 'bittorrent-protocol' {
  import type { EventEmitter } from 'node:events'

  export interface Extension {
    onHandshake?(infoHash: string, peerId: string, extensions: object): void
    onExtendedHandshake?(handshake: ExtendedHandshake): void
    onMessage?(payload: Uint8Array): void
  }
  export interface ExtendedHandshake {
    readonly [key: string]: unknown
  }
  /** Message stream encryption. Its class is not exported. */
  export interface Encryptor {
    /** Of the payload: RC4 was chosen. */
    readonly _isEncrypted: boolean
    /** The secret of the key exchange. */
    readonly S: Uint8Array
    /** The infohash. */
    readonly skeyHex: string
    encryptCipher: ((data: Uint8Array) => Uint8Array) | null
    decryptCipher: ((data: Uint8Array) => Uint8Array) | null
  }
  export default class Wire extends EventEmitter {
    constructor(type?: string, encryption?: number)
    readonly type: string
    readonly peerId: string | null
    readonly destroyed: boolean
    readonly amChoking: boolean
    readonly amInterested: boolean
    readonly peerChoking: boolean
    readonly peerInterested: boolean
    readonly hasFast: boolean
    readonly peerExtensions: { readonly dht?: boolean; readonly extended?: boolean; readonly fast?: boolean }
    readonly peerExtendedMapping: Record<string, number>
    readonly peerExtendedHandshake: ExtendedHandshake
    readonly extendedMapping: Record<number, string>
    extendedHandshake: Record<string, unknown>
    readonly peerPieces: { get(piece: number): boolean; readonly buffer: Uint8Array }
    readonly _ext: Record<string, Extension>
    readonly _extendedHandshakeSent: boolean
    readonly _encryptor: Encryptor | null
    readonly _encryptionMethod: number | undefined
    readonly _finished: boolean
    _buffer: Uint8Array[]
    _bufferSize: number
    readonly _parserSize: number
    readonly _parser: unknown
    readonly _cryptoSyncPattern: Uint8Array | null
    readonly _pePending: boolean
    use(extension: new (wire: Wire) => Extension): void
    destroy(): void
    setKeepAlive(on: boolean): void
    keepAlive(): void
    choke(): void
    unchoke(): void
    interested(): void
    uninterested(): void
    have(piece: number): void
    bitfield(bits: Uint8Array): void
    haveAll(): void
    haveNone(): void
    reject(piece: number, offset: number, length: number): void
    port(port: number): void
    extended(name: string | number, payload: Uint8Array): void
    push(data: Uint8Array | null): boolean
    _push(data: Uint8Array): void
    _write(data: Uint8Array, done: (error: unknown) => void): void
    _parse(size: number, parser: (buffer: Uint8Array) => void): void
    _onMessage(message: Uint8Array): void
    _onMessageLength(buffer: Uint8Array): void
    _onExtended(ext: number, payload: Uint8Array): void
  }
}

declare module 'bittorrent-dht' {
  import type { EventEmitter } from 'node:events'
  interface DhtOptions {
    /** host:port; the public ones unless given. */
    readonly bootstrap?: false | readonly string[]
    /** Has what the RPC uses of a dgram socket, and is open. */
    readonly socket?: EventEmitter
    /** How long an announced peer is remembered, ms. */
    readonly maxAge?: number
  }
  export class Client extends EventEmitter {
    constructor(options: DhtOptions)
    readonly listening: boolean
    readonly destroyed: boolean
    readonly nodes: { count(): number; toArray(): { seen?: number }[] }
    readonly _peers: { get(infoHash: string, count?: number): unknown[] }
    /** The nodes nearest to what was looked up lately, for some minutes. */
    readonly _tables: { clear(): void }
    updateBucketTimestamp(): void
    listen(port: number, address: string, done: () => void): void
    address(): { readonly port: number }
    addNode(node: { host: string; port: number; id?: string }): void
    announce(infoHash: string, port: number, done: (error: unknown) => void): void
    toJSON(): { readonly nodes: ReadonlyArray<{ readonly host: string; readonly port: number }> }
    destroy(done: () => void): void
  }
  export type Dht = Client
}
