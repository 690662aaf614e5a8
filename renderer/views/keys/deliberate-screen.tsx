// Between the password and the secret: who may be looking, who might have asked for it, and ten seconds to think.

import { Note } from '../../components/note.tsx'
import { useMessages } from '../../messages/messages.ts'
import { Screen } from './screen.tsx'

interface DeliberateProps {
  readonly title: string
  readonly onGo: () => void
  readonly onLeave: () => void
}

export const DeliberateScreen = ({ title, onGo, onLeave }: DeliberateProps) => {
  const words = useMessages().keys
  return (
    <Screen title={title} action={words.holdToShow} hold onAction={onGo} leave={words.cancel} onLeave={onLeave}>
      <Note tone="warning">{words.screenShared}</Note>
      <p>{words.nobodyAsks}</p>
      <p>{words.holdWhy}</p>
    </Screen>
  )
}
