// What a torrent says of itself, in a panel behind one button: comment, maker, date, trackers, infohash. All of it is
// a stranger's text and is shown as text.

import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Candidate } from '../../../app/ipc/contract.ts'
import { Button } from '../../components/button.tsx'
import { Popover } from '../../components/popover.tsx'
import { formatDateTime } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'

const Fact = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <>
    <dt>{term}</dt>
    <dd className="selectable">{children}</dd>
  </>
)

const Lines = ({ lines }: { readonly lines: readonly string[] }) => (
  <ul>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)

export const About = ({ candidate }: { readonly candidate: Candidate }) => {
  const words = useMessages().add
  const { comment, createdBy, createdAt, trackers, webSeeds, id } = candidate
  return (
    <Popover
      label={words.about}
      align="end"
      trigger={
        <Button look="quiet" icon={Info}>
          {words.aboutShort}
        </Button>
      }
    >
      <dl className="about">
        {comment !== null && <Fact term={words.comment}>{comment}</Fact>}
        {createdBy !== null && <Fact term={words.createdBy}>{createdBy}</Fact>}
        {createdAt !== null && <Fact term={words.createdAt}>{formatDateTime(createdAt)}</Fact>}
        <Fact term={words.trackerList}>{trackers.length > 0 ? <Lines lines={trackers} /> : words.noTrackers}</Fact>
        {webSeeds.length > 0 && (
          <Fact term={words.webSeedList}>
            <Lines lines={webSeeds} />
          </Fact>
        )}
        <Fact term={words.infoHash}>
          <span className="about__hash">{id}</span>
        </Fact>
      </dl>
    </Popover>
  )
}
