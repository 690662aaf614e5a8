// What a torrent has of its own in limits, order and goals, as one line for the overview; and where it stands in the
// queue. Pure.

import type { Goals } from '../../../app/queue/goals.ts'
import type { TorrentOptions } from '../../../app/torrent/options.ts'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { formatRate, type Units } from '../../format/bytes.ts'
import { formatCount, formatRatio } from '../../format/numbers.ts'
import { messages } from '../../messages/messages.ts'

const goalText = ({ ratio, minutes, action }: Goals): string | null => {
  const words = messages().control
  const goals = [
    ...(ratio === null ? [] : [words.ratioText(formatRatio(ratio))]),
    ...(minutes === null ? [] : [words.timeText(formatCount(minutes))]),
  ]
  return goals.length === 0 ? null : words.factGoal(goals.join(words.factOr), action)
}

/** `goals`: those in force. Null: nothing is set for it, here or in the settings. */
export const ownOptionsText = ({ limits, order }: TorrentOptions, goals: Goals, units: Units): string | null => {
  const words = messages().control
  const parts = [
    limits.down === null ? null : words.factDown(formatRate(limits.down, units)),
    limits.up === null ? null : words.factUp(formatRate(limits.up, units)),
    limits.weight === 1 ? null : words.factWeight(formatCount(limits.weight)),
    limits.connections === null ? null : words.factConnections(formatCount(limits.connections)),
    order.sequential ? words.factSequential : null,
    order.firstLast ? words.factFirstLast : null,
    goalText(goals),
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : upperFirst(parts.join(', '))
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const placeText = ({ forced, place }: TorrentRow): string => {
  const text = formatCount(place)
  return forced ? messages().control.factForced(text) : text
}
