// What time it is, to the minute: for what is due on some day and may become so while somebody looks.

import { useEffect, useState } from 'react'

const MINUTE_MS = 60_000

/** ms since 1970. */
export const useMinute = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
