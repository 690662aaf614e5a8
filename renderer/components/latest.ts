// Callbacks for memoised rows: an object that stays the same from render to render and holds the newest value.

import { useLayoutEffect, useRef, type RefObject } from 'react'

export const useLatest = <T>(value: T): RefObject<T> => {
  const ref = useRef(value)
  useLayoutEffect(() => {
    ref.current = value
  })
  return ref
}
