// Where a torrent bids, and how much: asked once a second, it looks at the sellers that are connected and says what to
// bid to whom, and whom to pay no more.

import type { SessionEvent, SessionOrders, SessionView } from '../../../app/speed/session-event.ts'
import type { Help, TorrentSpeed } from '../../../app/speed/speed-state.ts'
import type { PeerKey, PeerStanding } from '../swarm/swarm.ts'

export interface Offer {
  readonly key: PeerKey
  readonly standing: PeerStanding
  readonly view: SessionView
}

export class SpeedPlan {
  readonly help: Help | null = null
  readonly estimate: TorrentSpeed['estimate'] = null

  get verdict(): Help['verdict'] | null {
    return this.help?.verdict ?? null
  }

  step(offers: readonly Offer[], { buy }: SessionOrders, missing: number): (readonly [PeerKey, SessionEvent])[] {
    if (!buy || missing === 0) return offers.map(({ key }) => [key, { is: 'end', code: 'done' }])
    return offers.flatMap(({ key, standing, view }): (readonly [PeerKey, SessionEvent])[] => {
      const { state, ask } = view.buyer
      if (state !== 'READY' || ask === null || ask > buy.ceiling || !standing.useful) return []
      return [[key, { is: 'bid', price: ask, wanted: missing }]]
    })
  }
}
