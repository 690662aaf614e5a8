// Whom the app talks to, said plainly and completely, as the settings are now.

import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { Section } from './setting-rows.tsx'

const Contact = ({ name, children }: { readonly name: string; readonly children: string }) => (
  <div className="settings__fact settings__fact--long">
    <dt className="settings__fact-name">{name}</dt>
    <dd>{children}</dd>
  </div>
)

export const ContactsSection = ({ id }: { readonly id: string }) => {
  const words = useMessages().settings
  const { dht, lsd, upnp, natPmp } = useSettings((settings) => settings.network)
  const network = useSettings(({ wallet }) => wallet.network)
  return (
    <Section id={id} title={words.contacts}>
      <p className="settings__note">{words.contactsIntro}</p>
      <dl>
        <Contact name={words.contactTrackers}>{words.contactTrackersText}</Contact>
        <Contact name={words.contactDht}>{dht ? words.contactDhtText : words.contactDhtOff}</Contact>
        <Contact name={words.contactLocal}>{lsd ? words.contactLocalText : words.contactLocalOff}</Contact>
        <Contact name={words.contactRouter}>
          {upnp || natPmp ? words.contactRouterText : words.contactRouterOff}
        </Contact>
        <Contact name={words.contactPeers}>{words.contactPeersText}</Contact>
        <Contact name={words.contactChain}>
          {network === null
            ? words.contactChainOff
            : network === 'practice'
              ? words.contactChainPractice
              : words.contactChainText}
        </Contact>
        <Contact name={words.contactLinks}>{words.contactLinksText}</Contact>
      </dl>
    </Section>
  )
}
