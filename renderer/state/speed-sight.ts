// Brings the Speed tab of a torrent into sight, from wherever one is: by a notice, a notification, a trial.

import type { TorrentId } from '../../app/torrent/row.ts'
import { chooseDetailsTab } from './details-tab.ts'
import { changeSettings } from './settings.ts'
import { reveal } from './ui.ts'

export const revealSpeed = (id: TorrentId): void => {
  reveal(id)
  chooseDetailsTab('speed')
  void changeSettings({ layout: { detailsOpen: true } })
}
