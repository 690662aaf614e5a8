// The peers of a torrent that buy or sell: who they are, what they do, what it cost or brought, and why no more. An
// account is shown whole; what is copied is first compared with the addresses the user knows.

import { Copy } from 'lucide-react'
import type { PeerSpeed } from '../../../app/speed/speed-state.ts'
import { DataGrid, type GridColumn } from '../../components/data-grid.tsx'
import { MenuItem } from '../../components/menu.tsx'
import { formatExactSize, formatSize, type Units } from '../../format/bytes.ts'
import { formatBtt, formatExactBtt, formatExactPrice, formatBarePrice } from '../../format/prices.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { copyAccount } from './copy-account.ts'

type Column = 'address' | 'account' | 'role' | 'state' | 'price' | 'bytes' | 'amount'

const columns = (words: Messages['speed'], units: Units): readonly GridColumn<PeerSpeed, Column>[] => [
  {
    key: 'address',
    label: words.peerAddress,
    width: 'minmax(112px, 0.8fr)',
    cell: ({ address }) => <span className="selectable numeric">{address}</span>,
    title: ({ address }) => address,
  },
  {
    key: 'account',
    label: words.peerAccount,
    width: '226px',
    cell: ({ account }) =>
      account === null ? words.peerAccountNone : <span className="speed-peers__account">{account}</span>,
    title: ({ account }) => account ?? undefined,
  },
  { key: 'role', label: words.peerRole, width: '40px', cell: ({ role }) => words.roles[role] },
  {
    key: 'state',
    label: words.peerState,
    width: 'minmax(112px, 1fr)',
    cell: ({ state, stopped }) => words.stateOf(state, stopped),
    title: ({ state, stopped }) => words.stateOf(state, stopped),
  },
  {
    key: 'price',
    label: words.peerPrice,
    width: '76px',
    align: 'end',
    cell: ({ price }) => (price === null ? '' : formatBarePrice(price)),
    title: ({ price }) => (price === null ? undefined : formatExactPrice(price)),
  },
  {
    key: 'bytes',
    label: words.peerBytes,
    width: '62px',
    align: 'end',
    cell: ({ bytes }) => (bytes === 0 ? '' : formatSize(bytes, units)),
    title: ({ bytes }) => formatExactSize(bytes),
  },
  {
    key: 'amount',
    label: words.peerAmount,
    hint: words.peerAmountHint,
    width: '72px',
    align: 'end',
    cell: ({ amount }) => (amount === 0n ? '' : formatBtt(amount)),
    title: ({ amount }) => formatExactBtt(amount),
  },
]

/** Of all columns: as wide as the tab of the smallest window. */
const MIN_WIDTH = 792
const HEAD = 26
const ROW = 28
const SCROLLBAR = 12
/** More scroll by themselves. */
const MOST_ROWS = 8

interface SpeedPeersProps {
  readonly peers: readonly PeerSpeed[]
  /** Some say that they buy or sell, whether or not they are among `peers`. */
  readonly some: boolean
}

export const SpeedPeers = ({ peers, some }: SpeedPeersProps) => {
  const words = useMessages().speed
  const units = useSettings(({ look }) => look.units)
  const height = HEAD + ROW * Math.min(MOST_ROWS, peers.length) + SCROLLBAR
  return (
    <section className="speed-peers" aria-label={words.peers}>
      <h2>{words.peers}</h2>
      {peers.length === 0 ? (
        <p className="speed-peers__none">{some ? words.peersUnnamed : words.peersNone}</p>
      ) : (
        <div className="speed-peers__fill" style={{ height }}>
          <DataGrid
            label={words.peers}
            columns={columns(words, units)}
            rows={peers}
            rowKey={({ address }) => address}
            minWidth={MIN_WIDTH}
            menu={({ account }) =>
              account !== null && (
                <MenuItem icon={Copy} onSelect={() => void copyAccount(account)}>
                  {words.copyAccount}
                </MenuItem>
              )
            }
          />
        </div>
      )}
    </section>
  )
}
