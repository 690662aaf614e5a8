// What every page of ours may do: nothing but show itself and speak through its preload. Said in full, though much of
// it is Electron's default, because a default may change (https://www.electronjs.org/docs/latest/tutorial/security).

import type { Session, WebPreferences } from 'electron'

export interface PageOptions {
  readonly session: Session
  /** The file of the preload. */
  readonly preload: string
  /** Developer tools can be opened. */
  readonly development: boolean
}

export const pagePreferences = ({ session, preload, development }: PageOptions): WebPreferences => ({
  session,
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  spellcheck: false,
  devTools: development,
})
