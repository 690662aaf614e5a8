// Who may call: the top frame of a window of ours that shows our own page, and nobody else. Compared whole, never by
// a prefix of an address.

/** The origin of everything our windows load. */
export const ORIGIN = 'app://swiftseed'

/** The one page there is. */
export const PAGE = `${ORIGIN}/index.html`

/** What the check needs of a WebFrameMain. */
export interface Frame {
  readonly origin: string
  readonly url: string
  readonly parent: object | null
}

/** `frame` is null when the sender is gone. */
export const isOurPage = (frame: Frame | null, mainFrame: Frame): boolean =>
  frame !== null && frame === mainFrame && frame.parent === null && frame.origin === ORIGIN && frame.url === PAGE
