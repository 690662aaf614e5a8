// How much of a peer's messages is listened to: at most twenty a second with a little saved up, and none at all for the
// rest of the connection after three malformed ones or one bad signature. Such a peer is served as free peers are: that
// is no ban. Invariant: what a peer sends costs at most a decoding each, twenty times a second.

const PER_SECOND = 20
/** What a peer that keeps to the limit can have on its way when the line was held up. */
const SAVED = 40
const STRIKES = 3

export interface MessageGate {
  readonly tokens: number
  readonly at: number
  readonly strikes: number
}

export const openGate = (now: number): MessageGate => ({ tokens: SAVED, at: now, strikes: 0 })

export const isShut = ({ strikes }: MessageGate): boolean => strikes >= STRIKES

/** Whether a message that came now is read. One that isn't is as if it had not been sent. */
export const admit = (gate: MessageGate, now: number): { readonly gate: MessageGate; readonly reads: boolean } => {
  const earned = (Math.max(0, now - gate.at) / 1_000) * PER_SECOND
  const tokens = Math.min(SAVED, gate.tokens + earned)
  const reads = tokens >= 1 && !isShut(gate)
  return { gate: { ...gate, tokens: reads ? tokens - 1 : tokens, at: Math.max(now, gate.at) }, reads }
}

export const strike = (gate: MessageGate): MessageGate => ({ ...gate, strikes: gate.strikes + 1 })

/** A bad signature: no second chance. */
export const shut = (gate: MessageGate): MessageGate => ({ ...gate, strikes: STRIKES })
