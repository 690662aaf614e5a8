// Whether a question has been in sight for a moment: a click that was meant for what stood there before must not be an
// answer to it.

import { useEffect, useState } from 'react'

/** More than it takes to press what one was about to press, less than it takes to read. */
const MOMENT_MS = 800

/** Begins anew when the window gets the keyboard for the first time: it may have been made before it was shown. */
export const useSeen = (): boolean => {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    let timer = setTimeout(() => setSeen(true), MOMENT_MS)
    const begin = (): void => {
      clearTimeout(timer)
      setSeen(false)
      timer = setTimeout(() => setSeen(true), MOMENT_MS)
    }
    window.addEventListener('focus', begin, { once: true })
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focus', begin)
    }
  }, [])
  return seen
}
