// Outcomes nobody waited for, a line each.

import type { Notice } from '../../../app/ipc/notice.ts'
import { plainAmount } from '../../../app/money/plain-amount.ts'
import { BTT_DECIMALS } from '../../../app/tron/networks.ts'
import type { OwnNotice } from '../../state/notices.ts'
import { frame } from './frame.ts'
import { plural } from './plural.ts'
import { errors } from './errors.ts'
import { merged } from './log.ts'
import { speedOrders } from './speed-orders.ts'
import { speed } from './speed.ts'

const copied = ({ what, count }: Extract<OwnNotice, { readonly kind: 'copied' }>): string => {
  switch (what) {
    case 'magnet':
      return count === 1
        ? 'Magnet link copied'
        : `${plural(count, { one: 'magnet link', other: 'magnet links' })} copied`
    case 'hash':
      return count === 1 ? 'Infohash copied' : `${plural(count, { one: 'infohash', other: 'infohashes' })} copied`
    case 'name':
      return count === 1 ? 'Name copied' : `${plural(count, { one: 'name', other: 'names' })} copied`
    case 'address':
      return 'Address copied. Compare all of it where you paste it.'
    case 'other':
      return 'Copied'
  }
}

const mergedInto = ({ name, trackers, webSeeds, leftOut }: Extract<Notice, { readonly kind: 'merged' }>): string => {
  const learned = `“${name}” was in your list already and learned ${merged(trackers, webSeeds)}`
  if (leftOut > 0)
    return `${learned}. ${plural(leftOut, { one: 'more was', other: 'more were' })} left out: a torrent may have 200 tiers of trackers.`
  return trackers + webSeeds === 0 ? `“${name}” is in your list already, with all that this one names.` : `${learned}.`
}

const removed = ({ count, leftBehind }: Extract<OwnNotice, { readonly kind: 'removed' }>): string => {
  const gone = `${plural(count, { one: 'torrent', other: 'torrents' })} removed`
  return leftBehind === 0
    ? gone
    : `${gone}, but ${plural(leftBehind, { one: 'file', other: 'files' })} could not be moved and stayed.`
}

/** What this window did. */
const ownSentence = (notice: OwnNotice): string => {
  switch (notice.kind) {
    case 'copied':
      return copied(notice)
    case 'told':
    case 'warned':
      return notice.text
    case 'created':
      return `The torrent “${notice.name}” is ready.`
    case 'nothing-to-add':
      return 'There is no magnet link, infohash or web address in what you pasted.'
    case 'removed':
      return removed(notice)
  }
}

const sentence = (notice: Notice | OwnNotice): string => {
  switch (notice.kind) {
    case 'error':
      return notice.subject === null
        ? errors.sentence(notice.error)
        : `${notice.subject}: ${errors.sentence(notice.error)}`
    case 'unreadable':
      return `${notice.subject}: ${errors.sentence(notice.error)}`
    case 'left-out':
      return `${plural(notice.count, { one: 'more was', other: 'more were' })} left out: ${String(notice.most)} are taken at a time. Add the rest once these are in your list.`
    case 'merged':
      return mergedInto(notice)
    case 'goal-removed':
      return `“${notice.name}” has ${notice.goal === 'ratio' ? 'reached its ratio' : 'seeded long enough'} and left the list. Its files stay.`
    case 'session-restored-from-backup':
      return 'The list of torrents was damaged and has been restored from its backup.'
    case 'state-disk-full':
      return 'The disk on which Swiftseed keeps its own list and settings is full. Seeding goes on, downloads wait, and what you change is kept only once there is room. Make some on that disk, usually the one your home folder is on.'
    case 'web-address-refused':
      return `A web address that another program sends is not opened. To add the torrent it leads to, copy it and paste it into this window, or choose “${frame.addLinks}”.`
    case 'settings-reset':
      return `The settings could not be read and start anew. The old ones are kept as “${notice.keptAs}”.`
    case 'activity-reset':
      return `The wallet’s list of payments and names was damaged and starts anew; the old one is kept as “${notice.keptAs}”. No money is lost by that: balances and what came in are read from the network again. A payment you made just before may still arrive, so look at the recipient’s address before you send it a second time.`
    case 'speed-books-reset':
      return `${speed.resetTitle} ${speed.resetText(notice.keptAs)}`
    case 'speed-capped':
      return speed.cappedNotice(notice.cap, notice.name)
    case 'speed-not-helping':
      return speed.notHelpingNotice(notice.name)
    case 'speed-cash-now':
      return `${speedOrders.advice[notice.because](notice.payers)} ${speed.cashNowNotice(plainAmount(notice.owes, BTT_DECIMALS))}`
    case 'speed-bounced':
      return speed.bouncedNotice(notice.payer, plainAmount(notice.missing, BTT_DECIMALS))
    default:
      return ownSentence(notice)
  }
}

export const notices = {
  label: 'Notices',
  sentence,
  openEarnings: 'Open Earnings',
  openSpeed: 'Show its Speed',
}
