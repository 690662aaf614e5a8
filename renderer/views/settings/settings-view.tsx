// The settings: one calm page of sections, with a list of them at the side to jump by. Every control is in force at
// once; there is nothing to save.

import { useEffect, useRef, useState, type ComponentType, type RefObject } from 'react'
import { useMessages } from '../../messages/messages.ts'
import { loadAppInfo, useAppInfo } from '../../state/app-info.ts'
import { ConnectionSection } from './connection-section.tsx'
import { ContactsSection } from './contacts-section.tsx'
import { DesktopSection } from './desktop-section.tsx'
import { DownloadsSection } from './downloads-section.tsx'
import { LimitsSection } from './limits-section.tsx'
import { QueueSection } from './queue-section.tsx'
import { LookSection } from './look-section.tsx'
import { WalletSection } from './wallet-section.tsx'
import { domId, jumpTo, sectionIds, type SectionId } from './section-ids.ts'
import '../../styles/page.css'
import './settings-view.css'

const contents: { readonly [S in SectionId]: ComponentType<{ readonly id: string }> } = {
  downloads: DownloadsSection,
  connection: ConnectionSection,
  limits: LimitsSection,
  queue: QueueSection,
  wallet: WalletSection,
  look: LookSection,
  desktop: DesktopSection,
  contacts: ContactsSection,
}
const sections = sectionIds.map((id) => ({ id, Content: contents[id] }))

/** How far below the top of the page a section may begin and still count as the one being read. */
const READING = 96

/** The section at the top of what is in sight; at the very end of the page, the last. */
const useCurrent = (page: RefObject<HTMLElement | null>): readonly [SectionId, () => void] => {
  const [current, setCurrent] = useState<SectionId>('downloads')
  const measure = (): void => {
    const { current: element } = page
    if (element === null) return
    const top = element.getBoundingClientRect().top + READING
    const begun = sections.filter(
      ({ id }) => (document.getElementById(domId(id))?.getBoundingClientRect().top ?? Infinity) <= top,
    )
    const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 2
    setCurrent((atEnd ? sections.at(-1) : begun.at(-1))?.id ?? 'downloads')
  }
  return [current, measure]
}

const Navigation = ({ current }: { readonly current: SectionId }) => {
  const words = useMessages().settings
  return (
    <nav className="settings__nav" aria-label={words.sections}>
      {sections.map(({ id }) => (
        <button
          key={id}
          type="button"
          className="settings__jump"
          aria-current={id === current ? 'true' : undefined}
          onClick={() => jumpTo(id)}
        >
          {id === 'wallet' ? words.wallet.title : words[id]}
        </button>
      ))}
    </nav>
  )
}

const Foot = () => {
  const words = useMessages().settings
  const version = useAppInfo(({ info }) => info?.version)
  useEffect(() => void loadAppInfo(), [])
  return (
    <footer className="settings__foot">
      {version !== undefined && <span className="numeric">{words.version(version)}</span>}
    </footer>
  )
}

export const SettingsView = () => {
  const words = useMessages().settings
  const page = useRef<HTMLDivElement>(null)
  const [current, measure] = useCurrent(page)
  return (
    <div className="page">
      <header className="page__head">
        <h1>{words.title}</h1>
      </header>
      <div ref={page} className="settings__page" onScroll={measure}>
        <Navigation current={current} />
        <div className="settings__content">
          {sections.map(({ id, Content }) => (
            <Content key={id} id={domId(id)} />
          ))}
          <Foot />
        </div>
      </div>
    </div>
  )
}
