// Which modifier key the platform uses, and how its keys are written in menus.

const isMac = /mac/i.test(navigator.userAgent)

/** Cmd on macOS, Ctrl elsewhere. */
export const isMain = (event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean =>
  isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey

/** `⌘F` or `Ctrl+F`. */
export const shortcut = (key: string): string => (isMac ? `⌘${key}` : `Ctrl+${key}`)

/** The keys that move torrents in the queue, as menus write them. */
export const queueKeys = isMac
  ? { top: '⌥Home', up: '⌥↑', down: '⌥↓', bottom: '⌥End' }
  : { top: 'Alt+Home', up: 'Alt+↑', down: 'Alt+↓', bottom: 'Alt+End' }

export const deleteKey = isMac ? '⌫' : 'Del'
