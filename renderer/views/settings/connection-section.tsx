// How peers are found and reached: port, discovery, transport, how many connections.

import { Dices } from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'
import { formatCount } from '../../format/numbers.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { useEngine } from '../../state/engine.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import type { Bounds } from './count-text.ts'
import { CountSetting, Section, SwitchSetting } from './setting-rows.tsx'

const PORTS: Bounds = { min: 1024, max: 65_534, also: 0 }
const TOTAL: Bounds = { min: 2, max: 10_000 }
const PER_TORRENT: Bounds = { min: 2, max: 2_000 }
/** Ports nobody has reserved (RFC 6335). */
const DYNAMIC = 49_152

const randomPort = (): number => DYNAMIC + Math.floor(Math.random() * (PORTS.max - DYNAMIC + 1))

const setNetwork = (network: Parameters<typeof changeSettings>[0]['network'] & {}): void =>
  void changeSettings({ network })

const reach = (words: Messages['settings'], port: number | null, seen: boolean): string =>
  port === null ? words.portClosed : `${words.portNow(port)} ${seen ? words.portSeen : words.portUnseen}`

const Port = () => {
  const words = useMessages().settings
  const port = useSettings(({ network }) => network.port)
  const listening = useEngine(({ stats }) => stats.port)
  const seen = useEngine(({ stats }) => stats.incomingSeen)
  return (
    <CountSetting
      label={words.port}
      hint={
        <>
          {words.portHint}
          <span className="settings__status">{reach(words, listening, seen)}</span>
        </>
      }
      value={port}
      bounds={PORTS}
      wrong={words.portWrong}
      onChange={(next) => setNetwork({ port: next })}
      end={<IconButton icon={Dices} label={words.portRandom} onClick={() => setNetwork({ port: randomPort() })} />}
    />
  )
}

const Caps = () => {
  const words = useMessages().settings
  const { total, perTorrent } = useSettings(({ connections }) => connections)
  const wrong = ({ min, max }: Bounds): string => words.countWrong(formatCount(min), formatCount(max))
  return (
    <>
      <CountSetting
        label={words.total}
        hint={words.totalHint}
        value={total}
        bounds={TOTAL}
        wrong={wrong(TOTAL)}
        onChange={(next) => void changeSettings({ connections: { total: next } })}
      />
      <CountSetting
        label={words.perTorrent}
        hint={words.perTorrentHint}
        value={perTorrent}
        bounds={PER_TORRENT}
        wrong={wrong(PER_TORRENT)}
        onChange={(next) => void changeSettings({ connections: { perTorrent: next } })}
      />
    </>
  )
}

export const ConnectionSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings
  const { dht, pex, utp } = useSettings(({ network }) => network)
  return (
    <Section id={id} title={words.connection}>
      <Port />
      <SwitchSetting label={words.dht} hint={words.dhtHint} checked={dht} onChange={(on) => setNetwork({ dht: on })} />
      <SwitchSetting label={words.pex} hint={words.pexHint} checked={pex} onChange={(on) => setNetwork({ pex: on })} />
      <SwitchSetting label={words.utp} hint={words.utpHint} checked={utp} onChange={(on) => setNetwork({ utp: on })} />
      <Caps />
      <p className="settings__note">{words.privateNote}</p>
    </Section>
  )
}
