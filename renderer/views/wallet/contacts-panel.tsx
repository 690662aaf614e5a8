// Names for addresses: given, changed, taken away, and a way to pay them.

import { BookUser, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Contact } from '../../../app/wallet/activity.ts'
import { isBookOnly, payableFrom } from '../../../app/wallet/book-only.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { formatDate, formatDateTime } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { useMinute } from '../../state/minute.ts'
import { useSettings } from '../../state/settings.ts'
import { sendTo, useWallet } from '../../state/wallet.ts'
import { ContactDialog } from './contact-dialog.tsx'
import { NameDialog } from './name-dialog.tsx'

/** What is told of a name: since when it is paid, or from when it can be. */
const useContactText = ({ firstPaidAt, addedAt }: Contact): string => {
  const words = useMessages().wallet
  const rule = useSettings((settings) => settings.wallet.bookOnly)
  const now = useMinute()
  const from = payableFrom(addedAt)
  if (isBookOnly(rule, now) && from !== null && now < from) return words.contactPayableFrom(formatDateTime(from))
  return firstPaidAt === null ? words.contactNeverPaid : words.contactPaid(formatDate(firstPaidAt))
}

const BookOnlyPart = () => {
  const words = useMessages().wallet
  const rule = useSettings((settings) => settings.wallet.bookOnly)
  const holds = isBookOnly(rule, useMinute())
  const ending = holds && rule.endsAt !== null
  return (
    <div className="contacts__only">
      <Checkbox checked={holds && !ending} onChange={(on) => void act('wallet.payBookOnly', { on })}>
        {words.bookOnly}
      </Checkbox>
      <span className="activity__small">
        {ending ? words.bookOnlyEnds(formatDateTime(rule.endsAt ?? 0)) : words.bookOnlyText}
      </span>
    </div>
  )
}

const ContactLine = ({ contact }: { readonly contact: Contact }) => {
  const words = useMessages().wallet
  const said = useContactText(contact)
  const [renaming, setRenaming] = useState(false)
  const { address, name } = contact
  return (
    <li className="contact">
      <div className="contact__words">
        <span className="contact__name">{name}</span>
        <code className="contact__address selectable">{address}</code>
        <span className="activity__small">{said}</span>
      </div>
      <Button aria-label={`${words.contactPay}: ${name}`} onClick={() => sendTo(address)}>
        {words.contactPay}
      </Button>
      <Button look="quiet" aria-label={`${words.contactEdit}: ${name}`} onClick={() => setRenaming(true)}>
        {words.contactEdit}
      </Button>
      <Button
        look="quiet"
        aria-label={`${words.contactRemove}: ${name}`}
        onClick={() => void act('contacts.remove', { address })}
      >
        {words.contactRemove}
      </Button>
      {renaming && (
        <NameDialog
          title={words.contactEdit}
          label={words.contactName}
          start={name}
          onName={async (next) => (await act('contacts.put', { address, name: next, unlike: [] })) !== null}
          onClose={() => setRenaming(false)}
        />
      )}
    </li>
  )
}

export const ContactsPanel = () => {
  const words = useMessages().wallet
  const contacts = useWallet((wallet) => wallet.contacts)
  const [adding, setAdding] = useState(false)
  const add = (
    <Button icon={Plus} onClick={() => setAdding(true)}>
      {words.contactAdd}
    </Button>
  )
  return (
    <div className="contacts">
      {contacts.length === 0 ? (
        <EmptyState icon={BookUser} title={words.contactsEmpty} text={words.contactsEmptyText}>
          {add}
        </EmptyState>
      ) : (
        <>
          <div>{add}</div>
          <ul className="contacts__list" aria-label={words.contactList}>
            {contacts.map((contact) => (
              <ContactLine key={contact.address} contact={contact} />
            ))}
          </ul>
        </>
      )}
      <BookOnlyPart />
      {adding && <ContactDialog onClose={() => setAdding(false)} />}
    </div>
  )
}
