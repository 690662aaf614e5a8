// Where a trial begins, its tab opens: what is to be watched is there.

import { useEffect } from 'react'
import { changeSettings } from '../../state/settings.ts'
import { useSpeed } from '../../state/speed.ts'
import { reveal } from '../../state/ui.ts'
import { chooseDetailsTab } from '../details/details-tab.ts'

export const useTrialTab = (): void => {
  const trial = useSpeed(({ state }) => state?.demo?.id ?? null)
  useEffect(() => {
    if (trial !== null) chooseDetailsTab('speed')
  }, [trial])
}

/** From wherever one is. */
export const showTrial = (): void => {
  const id = useSpeed.getState().state?.demo?.id ?? null
  if (id === null) return
  reveal(id)
  chooseDetailsTab('speed')
  void changeSettings({ layout: { detailsOpen: true } })
}
