// The sections of the settings page by their ids in the document, and the way to one from elsewhere.

import { showView } from '../../state/ui.ts'

export const sectionIds = [
  'downloads',
  'connection',
  'limits',
  'queue',
  'wallet',
  'look',
  'desktop',
  'contacts',
] as const

export type SectionId = (typeof sectionIds)[number]

export const domId = (id: SectionId): string => `settings-${id}`

export const jumpTo = (id: SectionId): void => {
  const section = document.getElementById(domId(id))
  section?.scrollIntoView({ block: 'start' })
  section?.querySelector('h2')?.focus({ preventScroll: true })
}

/** After the press that asked for it is over: what it was on gets the focus back first. */
export const showNetworkSettings = (): void => {
  showView('settings')
  setTimeout(() => jumpTo('connection'), 50)
}
