// Asks for the address of a peer to connect to.

import { useRef, useState } from 'react'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { peerAddress } from './peer-address.ts'

interface AddPeerDialogProps {
  readonly id: TorrentId
  readonly onClose: () => void
}

export const AddPeerDialog = ({ id, onClose }: AddPeerDialogProps) => {
  const { peers: words, common } = useMessages()
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const connect = async (): Promise<void> => {
    const address = peerAddress(text)
    if (address !== null && (await act('torrents.addPeer', { id, address }, address))) return onClose()
    setWrong(address === null)
    box.current?.focus()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      onEnter={() => void connect()}
      title={words.addTitle}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" onClick={() => void connect()}>
            {words.addConfirm}
          </Button>
        </>
      }
    >
      <Field label={words.addLabel} hint={words.addHint} error={wrong ? words.addWrong : null}>
        <TextInput
          ref={box}
          value={text}
          autoFocus
          onChange={(next) => {
            setText(next)
            setWrong(false)
          }}
        />
      </Field>
    </Dialog>
  )
}
