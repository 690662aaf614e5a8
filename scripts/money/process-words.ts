// How an app of a campaign and its processes talk over one channel of Node's: main's own port, and beside it the lines
// of key windows, which Electron would hand over as ports.

export const processNames = ['engine', 'wallet', 'chain'] as const
export type ProcessName = (typeof processNames)[number]

/** Line 0 is main's own. `open`: `data` is the message the line is handed over with. */
export interface Packet {
  readonly line: number
  readonly does: 'open' | 'say' | 'close'
  readonly data: unknown
}

export const MAIN_LINE = 0

export const isPacket = (message: unknown): message is Packet =>
  typeof message === 'object' && message !== null && 'line' in message && 'does' in message
