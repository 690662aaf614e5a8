// Where the files of a magnet link will be, while they are not known: what is being done about it, or could be.

import { CircleHelp, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Candidate } from '../../../app/ipc/contract.ts'
import { Button } from '../../components/button.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'

interface WaitProps {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}

const Wait = ({ icon, title, text, children }: WaitProps) => (
  <div className="metadata-wait" role="status">
    {icon}
    <p className="metadata-wait__title">{title}</p>
    <p className="metadata-wait__text">{text}</p>
    {children}
  </div>
)

export const MetadataWait = ({ candidate: { ref, metadata, name } }: { readonly candidate: Candidate }) => {
  const words = useMessages().add
  const fetch = (): void => void act('add.fetchMetadata', { ref }, name)
  switch (metadata) {
    case 'idle':
      return (
        <Wait
          icon={<Unplug size={24} strokeWidth={1.5} aria-hidden />}
          title={words.metadataIdle}
          text={words.metadataIdleText}
        >
          <Button onClick={fetch}>{words.metadataFetch}</Button>
        </Wait>
      )
    case 'failed':
      return (
        <Wait
          icon={<CircleHelp size={24} strokeWidth={1.5} aria-hidden />}
          title={words.metadataFailed}
          text={words.metadataFailedText}
        >
          <Button onClick={fetch}>{words.metadataAgain}</Button>
        </Wait>
      )
    default:
      return <Wait icon={<Spinner size={24} />} title={words.metadataFetching} text={words.metadataFetchingText} />
  }
}
