// The size of an element in CSS pixels and the screen's pixel ratio, for what is drawn rather than laid out.

import { useLayoutEffect, useState, type RefObject } from 'react'

export interface ElementSize {
  readonly width: number
  readonly height: number
  readonly ratio: number
}

const sizeOf = (element: HTMLElement): ElementSize => ({
  width: element.clientWidth,
  height: element.clientHeight,
  ratio: devicePixelRatio,
})

/** Null until the element is laid out. Follows resizing, zooming, and a move to another screen. */
export const useElementSize = (ref: RefObject<HTMLElement | null>): ElementSize | null => {
  const [size, setSize] = useState<ElementSize | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = (): void => setSize(sizeOf(element))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    addEventListener('resize', measure)
    return () => {
      observer.disconnect()
      removeEventListener('resize', measure)
    }
  }, [ref])
  return size
}
