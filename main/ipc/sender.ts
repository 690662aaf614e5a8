// Who may call: the top frame of a window of ours that shows our own page, and nobody else. Compared whole, never by
// a prefix of an address.

/** The origin of everything our windows load. */
export const ORIGIN = 'app://swiftseed'

/** The page of the torrent window, the only one that main listens to. */
export const PAGE = `${ORIGIN}/index.html`

/** That of a key window; what it is for is said behind it. Main hears nothing from it. */
export const KEY_PAGE = `${ORIGIN}/keys.html`

/** What the check needs of a WebFrameMain. */
export interface Frame {
  readonly origin: string
  readonly url: string
  readonly parent: object | null
}

/** `frame` is null when the sender is gone. */
export const isOurPage = (frame: Frame | null, mainFrame: Frame): boolean =>
  frame !== null && frame === mainFrame && frame.parent === null && frame.origin === ORIGIN && frame.url === PAGE
