// What can be done about an outcome, from where it is told. Invariant: it only leads somewhere; it changes nothing.

import type { Messages } from '../../messages/messages.ts'
import type { ShownNotice } from '../../state/notices.ts'
import { revealSpeed } from '../../state/speed-sight.ts'
import { showView } from '../../state/ui.ts'

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

const toEarnings = (words: Messages['notices']): NoticeAction => ({
  label: words.openEarnings,
  run: () => showView('earnings'),
})

/** Null: to have read it is enough. */
export const actionOf = (notice: ShownNotice['notice'], words: Messages['notices']): NoticeAction | null => {
  switch (notice.kind) {
    case 'speed-cash-now':
    case 'speed-bounced':
    case 'speed-books-reset':
      return toEarnings(words)
    case 'speed-capped':
    case 'speed-not-helping': {
      const { id } = notice
      return id === null ? toEarnings(words) : { label: words.openSpeed, run: () => revealSpeed(id) }
    }
    default:
      return null
  }
}
