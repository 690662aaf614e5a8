// Asking a second and third peer for blocks that others were asked for: when nothing else is left to ask for (endgame),
// or when a block is late. Bounded per block and per peer, so that what is fetched twice stays little.

import type { Availability } from './availability.ts'
import type { BegunPiece } from './begun-piece.ts'
import type { BegunPieces } from './begun-pieces.ts'
import type { Turn } from './turn.ts'

/** How many peers may be asked for one block in endgame. */
const MAX_ASKED = 3
/** How many blocks one peer is asked for that others were asked for before. */
const MAX_DOUBLED = 8
/** Blocks looked at for one pick in endgame. */
const MAX_LOOKS = 2_048

/** Asks for up to `room` blocks of the piece that fewer than `limit` others are asked for. */
const double = <P>(begun: BegunPiece<P>, turn: Turn<P>, limit: number, room: number): void => {
  let left = room
  for (let block = 0; block < begun.blocks && left > 0; block++) {
    turn.looks++
    if (!begun.double(turn.peer, block, limit)) continue
    left--
    turn.its.doubled++
    turn.picked.push({ piece: begun.piece, block })
  }
}

/** Every block of the piece is asked for, and it is late: one more peer for each. */
export const hurry = <P>(begun: BegunPiece<P>, turn: Turn<P>): void =>
  double(begun, turn, 2, Math.min(turn.count - turn.picked.length, MAX_DOUBLED - turn.its.doubled))

/** Every free block is of a piece that nobody connected has, or that one peer alone is to send. */
const allAsked = <P>(begun: BegunPieces<P>, availability: Availability, turn: Turn<P>): boolean => {
  for (const open of begun.allOpen()) {
    turn.looks++
    if (!open.strict && availability.of(open.piece) > 0) return false
  }
  return true
}

/** To be called when no piece is left to begin. */
export const endgame = <P>(begun: BegunPieces<P>, availability: Availability, turn: Turn<P>): void => {
  const { its, picked } = turn
  const room = Math.min(turn.count, MAX_DOUBLED - its.asked - its.doubled)
  if (room <= 0 || !allAsked(begun, availability, turn)) return
  const until = turn.looks + MAX_LOOKS
  for (let limit = 2; limit <= MAX_ASKED; limit++) {
    for (const one of begun.all()) {
      if (picked.length >= room || turn.looks > until) return
      turn.looks++
      if (one.missing > 0 && !one.strict && its.has(one.piece)) double(one, turn, limit, room - picked.length)
    }
  }
}
