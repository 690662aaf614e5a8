// The present moment for what counts it: countdowns, times ago, sums over rows that change.

import { useEffect, useState } from 'react'

/** ms since the epoch, renewed every second while mounted. */
export const useEverySecond = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
