// Where a trial begins, its tab opens: what is to be watched is there.

import { useEffect } from 'react'
import { useSpeed } from '../../state/speed.ts'
import { chooseDetailsTab } from '../details/details-tab.ts'

export const useTrialTab = (): void => {
  const trial = useSpeed(({ state }) => state?.demo?.id ?? null)
  useEffect(() => {
    if (trial !== null) chooseDetailsTab('speed')
  }, [trial])
}
