// The part of bittorrent-tracker that the test tracker uses; the package has no types of its own.

declare module 'bittorrent-tracker/server' {
  import type { Socket as UdpSocket } from 'node:dgram'
  import type { EventEmitter } from 'node:events'
  import type { Server as HttpServer } from 'node:http'

  export interface AnnounceParams {
    readonly info_hash: string
    readonly type: string
    readonly left: number
    readonly uploaded?: number | string
    readonly downloaded?: number | string
    readonly numwant: number
    readonly addr: string
  }

  export default class Server extends EventEmitter {
    constructor(options: {
      interval?: number
      http?: boolean
      udp?: boolean
      ws?: boolean
      stats?: boolean
      filter?: (infoHash: string, params: AnnounceParams, done: (error: Error | null) => void) => void
    })
    readonly http: HttpServer
    readonly udp4: UdpSocket
    listen(port: { http: number; udp: number }, host: { http: string; udp: string; udp6: string }): void
  }
}
