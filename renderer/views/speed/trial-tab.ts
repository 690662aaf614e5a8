// Where a trial begins, its tab opens: what is to be watched is there.

import { useEffect } from 'react'
import { chooseDetailsTab } from '../../state/details-tab.ts'
import { revealSpeed } from '../../state/speed-sight.ts'
import { useSpeed } from '../../state/speed.ts'

export const useTrialTab = (): void => {
  const trial = useSpeed(({ state }) => state?.demo?.id ?? null)
  useEffect(() => {
    if (trial !== null) chooseDetailsTab('speed')
  }, [trial])
}

/** From wherever one is. */
export const showTrial = (): void => {
  const id = useSpeed.getState().state?.demo?.id ?? null
  if (id !== null) revealSpeed(id)
}
