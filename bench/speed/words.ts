// What the bench and the processes it forks say to each other besides what main says to them. Types, and how to tell them
// from everything else.

/** Of a channel whose ends are in two processes: it begins, it says something, it is over. */
export type Carried =
  | { readonly carried: number; readonly handed: unknown }
  | { readonly carried: number; readonly data: unknown }
  | { readonly carried: number; readonly closed: true }

export interface PracticeSaid {
  /** As `practice.start` answers it. */
  readonly practice: {
    readonly url: string
    readonly chainId: bigint
    readonly tokens: { readonly btt: string; readonly usdt: string; readonly bttold: string }
    readonly vault: string
  }
  /** More nodes of the same network. */
  readonly others: readonly string[]
}

/** How much of an engine's processor time went into Speed so far, ms. */
export const SPEED_TIME = 'speed time?'
export interface SpeedTimeSaid {
  readonly speedMs: number
}

const isObject = (message: unknown): message is object => typeof message === 'object' && message !== null

export const isCarried = (message: unknown): message is Carried => isObject(message) && 'carried' in message

export const isPracticeSaid = (message: unknown): message is PracticeSaid => isObject(message) && 'practice' in message

export const isSpeedTimeSaid = (message: unknown): message is SpeedTimeSaid => isObject(message) && 'speedMs' in message
