// Asks for the address of a peer to connect to.

import { useState } from 'react'
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
  const connect = (): void => {
    const address = peerAddress(text)
    if (address === null) return setWrong(true)
    void act('torrents.addPeer', { id, address }, address)
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      onEnter={connect}
      title={words.addTitle}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" onClick={connect}>
            {words.addConfirm}
          </Button>
        </>
      }
    >
      <Field label={words.addLabel} hint={words.addHint} error={wrong ? words.addWrong : null}>
        <TextInput
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
