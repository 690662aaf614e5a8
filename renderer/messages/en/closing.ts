// The question when the window is closed for the first time.

import { plural } from './plural.ts'

export const closing = {
  title: 'Keep seeding in the background?',
  text: 'The window closes, and Swiftseed goes on from the icon in the tray.',
  textNoTray: 'The window is minimised, and Swiftseed goes on. This desktop has no tray to put an icon in.',
  active: (downloading: number, seeding: number) => {
    const parts = [
      downloading > 0 ? `${downloading} downloading` : null,
      seeding > 0 ? `${seeding} seeding` : null,
    ].filter((part) => part !== null)
    return parts.length === 0
      ? null
      : `${plural(downloading + seeding, { one: 'torrent is', other: 'torrents are' })} at work: ${parts.join(', ')}.`
  },
  remember: 'Remember my answer',
  rememberHint: 'A remembered answer can be changed in Settings, under Desktop.',
  keep: 'Keep running',
  quit: 'Quit',
}
