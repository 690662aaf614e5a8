// How peers are found and reached: port, router, discovery, transport, how many connections; each with what is known of
// it now.

import { Dices } from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'
import { formatCount } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { useEngine, useEngineAway } from '../../state/engine.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { useEverySecond } from '../details/seconds.ts'
import {
  addressFact,
  portFact,
  reachFact,
  routerFact,
  serviceFact,
  type Fact,
  type ServiceName,
} from '../network/network-facts.ts'
import { FactText } from '../network/network-panel.tsx'
import type { Bounds } from './count-text.ts'
import { ChoiceSetting, CountSetting, Section, SwitchSetting } from './setting-rows.tsx'

type Switchable = ServiceName | 'upnp' | 'natPmp'

const PORTS: Bounds = { min: 1024, max: 65_534, also: 0 }
const TOTAL: Bounds = { min: 2, max: 10_000 }
const PER_TORRENT: Bounds = { min: 2, max: 2_000 }
/** Ports nobody has reserved (RFC 6335). */
const DYNAMIC = 49_152

const randomPort = (): number => DYNAMIC + Math.floor(Math.random() * (PORTS.max - DYNAMIC + 1))

const setNetwork = (network: Parameters<typeof changeSettings>[0]['network'] & {}): void =>
  void changeSettings({ network })

/** A switch, what it is for, and what is known of it now. */
const Service = ({ name, fact }: { readonly name: Switchable; readonly fact: Fact }) => {
  const words = useMessages().settings
  const on = useSettings(({ network }) => network[name])
  const away = useEngineAway()
  const hint = (
    <>
      {words[`${name}Hint`]}
      {!away && (
        <span className="settings__status">
          <FactText fact={fact} />
        </span>
      )}
    </>
  )
  return (
    <SwitchSetting label={words[name]} hint={hint} checked={on} onChange={(next) => setNetwork({ [name]: next })} />
  )
}

const Services = () => {
  const words = useMessages().network
  const { dht, pex, lsd, utp, upnp, natPmp } = useEngine(({ stats }) => stats.network)
  return (
    <>
      <Service name="upnp" fact={routerFact(words, upnp)} />
      <Service name="natPmp" fact={routerFact(words, natPmp)} />
      <Service name="dht" fact={serviceFact(words, 'dht', dht)} />
      <Service name="pex" fact={serviceFact(words, 'pex', pex)} />
      <Service name="lsd" fact={serviceFact(words, 'lsd', lsd)} />
      <Service name="utp" fact={serviceFact(words, 'utp', utp)} />
    </>
  )
}

const Port = () => {
  const words = useMessages().settings
  const port = useSettings(({ network }) => network.port)
  const { network: facts } = useMessages()
  const { port: listening, network } = useEngine(({ stats }) => stats)
  const away = useEngineAway()
  const now = useEverySecond()
  return (
    <CountSetting
      label={words.port}
      hint={
        <>
          {words.portHint}
          {!away && (
            <span className="settings__status">
              <FactText fact={portFact(facts, listening, port)} />
              <FactText fact={reachFact(facts, network.reachedAt, now)} />
              {(network.external ?? network.innerRouter) !== null && <FactText fact={addressFact(facts, network)} />}
            </span>
          )}
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

const Encryption = () => {
  const words = useMessages().settings
  const encryption = useSettings(({ network }) => network.encryption)
  const choices = ['off', 'allow', 'prefer', 'require'] as const
  return (
    <ChoiceSetting
      label={words.encryption}
      hint={
        <>
          {words.encryptionHints[encryption]} {words.encryptionLimits(encryption === 'require')}
        </>
      }
      value={encryption}
      options={choices.map((value) => ({ value, label: words.encryptions[value] }))}
      onChange={(next) => setNetwork({ encryption: next })}
    />
  )
}

const LocalTrackers = () => {
  const words = useMessages().settings
  const on = useSettings(({ network }) => network.localTrackers)
  return (
    <SwitchSetting
      label={words.localTrackers}
      hint={words.localTrackersHint}
      checked={on}
      onChange={(next) => setNetwork({ localTrackers: next })}
    />
  )
}

export const ConnectionSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings
  return (
    <Section id={id} title={words.connection}>
      <Port />
      <Services />
      <Encryption />
      <LocalTrackers />
      <Caps />
      <p className="settings__note">{words.privateNote}</p>
    </Section>
  )
}
