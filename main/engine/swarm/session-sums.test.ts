import { expect, it } from 'vitest'
import { RateMeter } from '../../../app/swarm/rate.ts'
import { sumSwarm } from './session-sums.ts'
import type { WireSession } from './wire-session.ts'

const session = (type: string, ours: boolean, theirs: boolean): WireSession =>
  ({
    down: new RateMeter(),
    up: new RateMeter(),
    peer: { type },
    wire: { _ext: ours ? { ut_pex: {} } : {}, peerExtendedMapping: theirs ? { ut_pex: 1 } : {} },
  }) as unknown as WireSession

it('counts peers over uTP, and of those that speak peer exchange the ones we speak it with', () => {
  const sessions = [
    session('tcpOutgoing', true, true),
    session('utpOutgoing', true, false),
    session('utpIncoming', false, true),
    session('tcpIncoming', true, true),
  ]
  expect(sumSwarm([{ sessions: sessions.slice(0, 2) }, { sessions: sessions.slice(2) }], 0)).toMatchObject({
    pex: 2,
    utp: 2,
  })
})
