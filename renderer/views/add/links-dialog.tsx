// Asks for links: one or several, pasted or typed. What they lead to is shown by the add dialog afterwards. Enter goes
// on, Shift+Enter starts a new line.

import { useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { addLinks, askForLinks, useAdding } from '../../state/adding.ts'
import { linksIn, type LinkList } from './link-list.ts'

const hint = (words: Messages['paste'], { links, beyond, unknown }: LinkList): string => {
  if (beyond.length > 0) return words.tooMany(links.length, beyond.length)
  const [first, ...more] = unknown
  return first === undefined || links.length === 0 ? words.hint : words.someUnknown(first, more.length)
}

const Content = () => {
  const { paste: words, common } = useMessages()
  const [text, setText] = useState('')
  const [refused, setRefused] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const found = linksIn(text)
  const close = (): void => askForLinks(false)
  const go = (): void => {
    if (found.links.length === 0) {
      setRefused(text.trim() !== '')
      return box.current?.focus()
    }
    close()
    void addLinks(found.links)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    go()
  }
  return (
    <Dialog
      open
      onClose={close}
      title={words.title}
      actions={
        <>
          <Button onClick={close}>{common.cancel}</Button>
          <Button look="primary" disabled={text.trim() === ''} onClick={go}>
            {words.confirm(found.links.length)}
          </Button>
        </>
      }
    >
      <Field
        label={words.label}
        hint={hint(words, found)}
        error={refused && found.links.length === 0 ? words.nothing : null}
      >
        <TextArea
          ref={box}
          value={text}
          onChange={(next) => {
            setText(next)
            setRefused(false)
          }}
          onKeyDown={onKeyDown}
          placeholder={words.placeholder}
          rows={5}
          autoFocus
        />
      </Field>
    </Dialog>
  )
}

export const LinksDialog = () => (useAdding((state) => state.askingForLinks) ? <Content /> : null)
