// What time it is, as often as it matters: for what is due at some moment and may become so while somebody looks.

import { useEffect, useState } from 'react'

const MINUTE_MS = 60_000

/** ms since 1970. */
export const useNow = (everyMs: number): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

export const useMinute = (): number => useNow(MINUTE_MS)
