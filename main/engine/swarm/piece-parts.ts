// The picker and the assembler of a torrent, from what joining was told.

import { PiecePicker } from '../../../app/swarm/picker.ts'
import type { Sender } from './bans.ts'
import { PieceAssembler } from './piece-assembler.ts'
import type { PieceBuffers } from './piece-buffers.ts'
import type { PieceSpec } from './swarm.ts'
import type { PieceSource } from './piece-source.ts'

export const pickerOf = (pieces: PieceSpec): PiecePicker<PieceSource> =>
  new PiecePicker({
    pieceLength: pieces.pieceLength,
    length: pieces.length,
    have: pieces.have,
    priorities: pieces.priorities,
    edges: pieces.edges,
    random: Math.random,
  })

export const assemblerOf = (
  { hashes, length, pieceLength }: PieceSpec,
  buffers: PieceBuffers,
): PieceAssembler<Sender> =>
  new PieceAssembler(hashes, (piece) => Math.min(pieceLength, length - piece * pieceLength), buffers)
