// Outcomes nobody waited for, shown for a while in a quiet corner. Errors stay until they are dismissed; the same
// outcome twice is shown once. Time is kept by the view.

import { create } from 'zustand'
import type { Notice } from '../../app/ipc/notice.ts'

/** What the window itself has to say, besides what comes from outside. */
export type OwnNotice =
  | { readonly kind: 'copied'; readonly what: 'magnet' | 'hash' | 'name' | 'address' | 'other'; readonly count: number }
  /** Something the user asked for went well. */
  | { readonly kind: 'told'; readonly text: string }
  /** What the user asked for was not done, for their own sake. */
  | { readonly kind: 'warned'; readonly text: string }
  | { readonly kind: 'nothing-to-add' }
  /** Made while the user was elsewhere. */
  | { readonly kind: 'created'; readonly name: string }
  | { readonly kind: 'removed'; readonly count: number; readonly leftBehind: number }

export interface ShownNotice {
  readonly key: number
  readonly notice: Notice | OwnNotice
  /** Goes by itself after a while. */
  readonly passing: boolean
}

const MOST = 4
let next = 1

export const useNotices = create<{ readonly notices: readonly ShownNotice[] }>(() => ({ notices: [] }))

const passes = (notice: Notice | OwnNotice): boolean =>
  notice.kind === 'copied' ||
  notice.kind === 'told' ||
  notice.kind === 'merged' ||
  notice.kind === 'nothing-to-add' ||
  isCleanRemoval(notice)

const isCleanRemoval = (notice: Notice | OwnNotice): boolean => notice.kind === 'removed' && notice.leftBehind === 0

/** To compare by; amounts are bigint, which JSON has no word for. */
const textOf = (notice: Notice | OwnNotice): string =>
  JSON.stringify(notice, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))

const sameAs =
  (notice: Notice | OwnNotice) =>
  (shown: ShownNotice): boolean =>
    textOf(shown.notice) === textOf(notice)

export const notify = (notice: Notice | OwnNotice): void => {
  const others = useNotices.getState().notices.filter((shown) => !sameAs(notice)(shown))
  const shown = { key: next++, notice, passing: passes(notice) }
  useNotices.setState({ notices: [...others, shown].slice(-MOST) })
}

export const dismiss = (key: number): void =>
  useNotices.setState(({ notices }) => ({ notices: notices.filter((shown) => shown.key !== key) }))
