// Whether the window is too narrow for a sidebar with words in it.

import { useSyncExternalStore } from 'react'

const query = matchMedia('(width < 1100px)')

const subscribe = (listener: () => void): (() => void) => {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches)
