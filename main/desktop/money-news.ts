// Which outcomes of Speed are worth a notification of the system, what it says, and what a press on it shows: those
// after which money is lost or not spent unless the user does something. Pure.

import type { UiRequest } from '../../app/ipc/contract.ts'
import type { Notice } from '../../app/ipc/notice.ts'
import { plainAmount } from '../../app/money/plain-amount.ts'
import { BTT_DECIMALS } from '../../app/tron/networks.ts'
import { words } from './messages.ts'

export interface MoneyNews {
  readonly title: string
  readonly body: string
  /** Where something can be done about it. */
  readonly request: UiRequest
}

const ofNotice = (notice: Notice): MoneyNews | null => {
  switch (notice.kind) {
    case 'speed-cash-now':
      return {
        title: words.cashNow[notice.because](notice.payers),
        body: words.cashNowBody(plainAmount(notice.owes, BTT_DECIMALS)),
        request: { do: 'open-earnings' },
      }
    case 'speed-capped':
      return {
        title: words.stoppedPaying(notice.name),
        body: words.caps[notice.cap],
        request: notice.id === null ? { do: 'open-earnings' } : { do: 'reveal-speed', id: notice.id },
      }
    default:
      return null
  }
}

/** Null: the window says it, and that is enough. */
export const moneyNews = (notice: Notice, practice: boolean): MoneyNews | null => {
  const news = ofNotice(notice)
  return news && practice ? { ...news, title: words.practice(news.title) } : news
}
