// How we are connected, at the foot of the window: in short on a button, in full in a panel that opens there.

import { type ComponentPropsWithRef } from 'react'
import { Button } from '../../components/button.tsx'
import { Popover, PopoverClose } from '../../components/popover.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { useMessages } from '../../messages/messages.ts'
import { useEngine } from '../../state/engine.ts'
import { useSettings } from '../../state/settings.ts'
import { useEverySecond } from '../details/seconds.ts'
import { showNetworkSettings } from '../settings/section-ids.ts'
import { addressFact, portFact, reachFact, routerFact, serviceFact, type Fact } from './network-facts.ts'
import './network-panel.css'

export const FactText = ({ fact: { tone, text } }: { readonly fact: Fact }) => (
  <span className="network-fact" data-tone={tone}>
    {text}
  </span>
)

const Row = ({ name, fact }: { readonly name: string; readonly fact: Fact }) => (
  <div className="network-panel__row">
    <dt>{name}</dt>
    <dd>
      <FactText fact={fact} />
    </dd>
  </div>
)

const Panel = () => {
  const words = useMessages().network
  const { port, network } = useEngine(({ stats }) => stats)
  const wanted = useSettings((settings) => settings.network.port)
  const now = useEverySecond()
  return (
    <div className="network-panel">
      <h2 className="network-panel__title">{words.title}</h2>
      <dl>
        <Row name={words.port} fact={portFact(words, port, wanted)} />
        <Row name={words.reach} fact={reachFact(words, network.reachedAt, now)} />
        <Row name={words.address} fact={addressFact(words, network)} />
        <Row name={words.upnp} fact={routerFact(words, network.upnp)} />
        <Row name={words.natPmp} fact={routerFact(words, network.natPmp)} />
      </dl>
      <dl>
        <Row name={words.dht} fact={serviceFact(words, 'dht', network.dht)} />
        <Row name={words.pex} fact={serviceFact(words, 'pex', network.pex)} />
        <Row name={words.lsd} fact={serviceFact(words, 'lsd', network.lsd)} />
        <Row name={words.utp} fact={serviceFact(words, 'utp', network.utp)} />
      </dl>
      <PopoverClose>
        <Button look="quiet" onClick={showNetworkSettings}>
          {words.settings}
        </Button>
      </PopoverClose>
    </div>
  )
}

const NetworkButton = (props: ComponentPropsWithRef<'button'>) => {
  const words = useMessages().frame
  const { open } = useMessages().network
  const { peers, dhtNodes, port, network } = useEngine(({ stats }) => stats)
  const facts = [
    words.peers(peers),
    dhtNodes === null ? words.dhtOff : words.nodes(dhtNodes),
    port === null ? words.notListening : words.port(port),
  ]
  const hint =
    port === null ? words.notListeningHint : network.reachedAt === null ? words.portUnproven : words.portReached
  return (
    <Tooltip text={hint} side="top">
      <button type="button" {...props} className="network-button numeric">
        <span className="hidden-visually">{open(facts.join(', '))}</span>
        {facts.map((fact) => (
          <span key={fact} aria-hidden>
            {fact}
          </span>
        ))}
      </button>
    </Tooltip>
  )
}

export const NetworkStatus = () => (
  <Popover label={useMessages().network.title} align="end" side="top" trigger={<NetworkButton />}>
    <Panel />
  </Popover>
)
