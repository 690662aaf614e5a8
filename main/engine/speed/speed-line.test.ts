import { describe, expect, it } from 'vitest'
import type { PeerKey, Trade } from '../swarm/swarm.ts'
import { SpeedLine } from './speed-line.ts'

const MIB = 1_048_576
const trade = { meter: () => null, grant: () => undefined } as unknown as Trade

const newLine = (grain: number): SpeedLine => {
  const line = new SpeedLine('peer' as unknown as PeerKey, '127.0.0.1:1', trade)
  line.grain = grain
  return line
}

describe('what a connection has not told of yet', () => {
  it('is told when so much has come together, sent, received or verified', () => {
    const line = newLine(2 * MIB)
    expect([line.received(0, MIB), line.verified(0, MIB), line.written(MIB)]).toEqual([false, false, false])
    expect([line.received(1, MIB), line.verified(1, MIB), line.written(MIB)]).toEqual([true, true, true])
    line.drain()
    expect([line.received(2, MIB), line.verified(2, MIB), line.written(MIB)]).toEqual([false, false, false])
  })

  it('is told once, a piece as verified after all of it as received', () => {
    const line = newLine(8 * MIB)
    line.received(0, 16_384)
    line.received(1, MIB)
    line.verified(1, MIB)
    line.received(0, MIB - 16_384)
    line.verified(0, MIB)
    line.received(2, 16_384)
    expect(line.drain()).toEqual([
      { is: 'received', piece: 0, bytes: MIB },
      { is: 'received', piece: 1, bytes: MIB },
      { is: 'received', piece: 2, bytes: 16_384 },
      { is: 'verified', piece: 1, bytes: MIB },
      { is: 'verified', piece: 0, bytes: MIB },
    ])
    expect(line.drain()).toEqual([])
  })
})
