// What the tracker process and the test that started it say to each other.

export interface Announce {
  readonly infoHash: string
  readonly event: 'start' | 'update' | 'complete' | 'stop' | 'pause'
  readonly transport: 'http' | 'udp'
  /** ip:port of the announcing client. */
  readonly address: string
  readonly left: number
  readonly uploaded: number
  readonly downloaded: number
}

export type FromTracker =
  | { readonly is: 'listening' }
  | { readonly is: 'announce'; readonly announce: Announce }
  /** Anything at all arrived: a TCP connection or a UDP packet. */
  | { readonly is: 'contact' }
  | { readonly is: 'refusing'; readonly on: boolean }

export type ToTracker = { readonly do: 'refuse'; readonly on: boolean }
