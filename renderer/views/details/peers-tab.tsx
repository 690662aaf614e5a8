// The peers of a torrent: who they are, how we are connected, what flows. Sorted by any column; what the marks mean is
// told where they stand.

import { ArrowDown, ArrowUp, Copy, Lock, LockKeyhole, Plus, Users } from 'lucide-react'
import { useState } from 'react'
import type { OtherEncryption, PeerRow } from '../../../app/torrent/details.ts'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/class-names.ts'
import { DataGrid, type GridColumn } from '../../components/data-grid.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { MenuItem } from '../../components/menu.tsx'
import { Progress } from '../../components/progress.tsx'
import { formatExactSize, formatRate, formatSize, type Units } from '../../format/bytes.ts'
import { formatShare } from '../../format/numbers.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { useEngineAway } from '../../state/engine.ts'
import { notify } from '../../state/notices.ts'
import { useSettings } from '../../state/settings.ts'
import { AddPeerDialog } from './add-peer-dialog.tsx'
import { useDetails } from './details-feed.ts'
import { nextSort, orderPeers, type PeerColumn, type PeerSort } from './peer-order.ts'
import { showNetworkSettings } from '../settings/section-ids.ts'
import { Waiting } from './waiting.tsx'
import './peers-tab.css'

type Words = Messages['peers']

const connectionHint = (words: Words, { transport, encrypted, incoming }: PeerRow): string =>
  `${words.transportHint[transport]}, ${encrypted ? words.encryptedHint : words.plainHint}. ${incoming ? words.incomingHint : words.outgoingHint}`

const Connection = ({ peer }: { readonly peer: PeerRow }) => {
  const words = useMessages().peers
  return (
    <span className="peer-connection">
      {words.transport[peer.transport]}
      {peer.encrypted && <Lock size={12} aria-label={words.encrypted} />}
    </span>
  )
}

/** Both directions: whether data is wanted, and whether it is given. */
const trafficHint = (words: Words, peer: PeerRow): string => {
  const down = peer.weInterested ? (peer.theyChoke ? words.theyChoke : words.theySend) : null
  const up = peer.theyInterested ? (peer.weChoke ? words.weChoke : words.weSend) : null
  const both = [down, up].filter((part) => part !== null)
  return both.length === 0 ? words.idle : both.join('. ')
}

const arrowClass = (wanted: boolean, choked: boolean, kind: 'down' | 'up'): string =>
  classes('peer-traffic__arrow', wanted && (choked ? 'peer-traffic__arrow--waiting' : `peer-traffic__arrow--${kind}`))

const Traffic = ({ peer }: { readonly peer: PeerRow }) => {
  const words = useMessages().peers
  return (
    <span className="peer-traffic" role="img" aria-label={trafficHint(words, peer)}>
      <ArrowDown size={14} aria-hidden className={arrowClass(peer.weInterested, peer.theyChoke, 'down')} />
      <ArrowUp size={14} aria-hidden className={arrowClass(peer.theyInterested, peer.weChoke, 'up')} />
    </span>
  )
}

const Has = ({ share }: { readonly share: number }) => (
  <span className="peer-has numeric">
    <Progress value={share} tone={share === 1 ? 'upload' : 'idle'} />
    <span>{formatShare(share)}</span>
  </span>
)

type Column = GridColumn<PeerRow, PeerColumn>

const who = (words: Words): readonly Column[] => [
  {
    key: 'address',
    label: words.address,
    width: 'minmax(170px, 1.2fr)',
    cell: ({ address }) => <span className="selectable numeric">{address}</span>,
    title: ({ address }) => address,
  },
  {
    key: 'client',
    label: words.client,
    width: 'minmax(120px, 1fr)',
    cell: ({ client }) => client || words.unknownClient,
    title: ({ client }) => client || undefined,
  },
  {
    key: 'connection',
    label: words.connection,
    width: '80px',
    cell: (peer) => <Connection peer={peer} />,
    title: (peer) => connectionHint(words, peer),
  },
  {
    key: 'source',
    label: words.source,
    width: '88px',
    cell: ({ source }) => words.sources[source],
    title: ({ source }) => words.sourceHint[source],
  },
  {
    key: 'progress',
    label: words.progress,
    hint: words.progressHint,
    width: '104px',
    cell: ({ progress }) => <Has share={progress} />,
  },
]

const rate = (value: number, units: Units): string => (value === 0 ? '' : formatRate(value, units))

const amount = (key: 'downloaded' | 'uploaded', label: string, units: Units): Column => ({
  key,
  label,
  width: '72px',
  align: 'end',
  cell: (peer) => (peer[key] === 0 ? '' : formatSize(peer[key], units)),
  title: (peer) => formatExactSize(peer[key]),
})

const what = (words: Words, units: Units): readonly Column[] => [
  {
    key: 'traffic',
    label: words.traffic,
    hint: words.trafficHint,
    width: '44px',
    cell: (peer) => <Traffic peer={peer} />,
    title: (peer) => trafficHint(words, peer),
  },
  {
    key: 'downRate',
    label: words.downRate,
    width: '80px',
    align: 'end',
    cell: ({ downRate }) => rate(downRate, units),
  },
  { key: 'upRate', label: words.upRate, width: '80px', align: 'end', cell: ({ upRate }) => rate(upRate, units) },
  amount('downloaded', words.downloaded, units),
  amount('uploaded', words.uploaded, units),
]

const copyAddress = async ({ address }: PeerRow): Promise<void> => {
  if (await act('app.copyText', { text: address })) notify({ kind: 'copied', what: 'other', count: 1 })
}

const None = ({ row }: { readonly row: TorrentRow }) => {
  const words = useMessages().peers
  const stopped = row.status === 'stopped'
  return <EmptyState icon={Users} title={words.none} text={stopped ? words.stopped : words.noneText} />
}

const Table = ({ peers }: { readonly peers: readonly PeerRow[] }) => {
  const words = useMessages().peers
  const units = useSettings(({ look }) => look.units)
  const [sort, setSort] = useState<PeerSort>({ column: 'downRate', descending: true })
  return (
    <DataGrid
      label={words.label}
      columns={[...who(words), ...what(words, units)]}
      rows={orderPeers(peers, sort)}
      rowKey={({ key }) => key}
      minWidth={1020}
      sort={sort}
      onSort={(column) => setSort(nextSort(sort, column))}
      menu={(peer) => (
        <MenuItem icon={Copy} onSelect={() => void copyAddress(peer)}>
          {words.copyAddress}
        </MenuItem>
      )}
    />
  )
}

/** Who is out of reach, why, and where that is changed. */
const OutOfReach = ({ ours, peers }: OtherEncryption) => {
  const words = useMessages().peers
  return (
    <div className="peers-note">
      <LockKeyhole size={14} aria-hidden />
      <span>{words.otherEncryption(ours, peers)}</span>
      <Button look="quiet" onClick={showNetworkSettings}>
        {words.encryptionSettings}
      </Button>
    </div>
  )
}

export const PeersTab = ({ row }: { readonly row: TorrentRow }) => {
  const words = useMessages().peers
  const away = useEngineAway()
  const details = useDetails(row.id, 'peers')
  const [adding, setAdding] = useState(false)
  const peers = details?.peers ?? []
  return (
    <div className="details-table">
      <div className="details-table__tools">
        <Button
          look="quiet"
          icon={Plus}
          disabled={away || row.status === 'stopped' || row.isPrivate}
          onClick={() => setAdding(true)}
        >
          {words.add}
        </Button>
        <p className="details-table__end numeric">
          {row.isPrivate ? words.privateNote : peers.length > 0 && words.count(peers.length)}
        </p>
      </div>
      {details?.otherEncryption && <OutOfReach {...details.otherEncryption} />}
      {details === null ? (
        <Waiting />
      ) : peers.length === 0 ? (
        <None row={row} />
      ) : (
        <div className="details-table__fill">
          <Table peers={peers} />
        </div>
      )}
      {adding && <AddPeerDialog id={row.id} onClose={() => setAdding(false)} />}
    </div>
  )
}
