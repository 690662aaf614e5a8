// The last things that happened to a torrent, for its Log tab. Bounded; repeated failures of one tracker are one entry.

import type { LogEntry, LogEvent } from '../../app/torrent/details.ts'

const MAX_ENTRIES = 300

export class TorrentLog {
  #entries: LogEntry[] = []
  #seq = 0

  get entries(): readonly LogEntry[] {
    return this.#entries
  }

  add(event: LogEvent, at: number): void {
    const last = this.#entries.at(-1)
    if (last && isRepeat(last.event, event)) this.#entries.pop()
    this.#entries.push({ seq: ++this.#seq, at, event })
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift()
  }
}

const isRepeat = (before: LogEvent, now: LogEvent): boolean =>
  now.code === 'tracker-failed' &&
  before.code === 'tracker-failed' &&
  before.url === now.url &&
  before.failure.problem === now.failure.problem &&
  before.failure.message === now.failure.message
