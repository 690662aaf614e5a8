// A long list of rows of one height, of which only those in sight are in the document. The caller draws a row from
// its index and keys it; roles and focus are the caller's too. The list fills its parent and scrolls both ways.

import { useVirtualizer } from '@tanstack/react-virtual'
import { useImperativeHandle, useRef, type ComponentPropsWithoutRef, type ReactNode, type Ref } from 'react'
import { classes } from './class-names.ts'
import './virtual-list.css'

export interface VirtualListHandle {
  /** Scrolls as little as needed to bring the row into sight. */
  reveal(index: number): void
  readonly element: HTMLDivElement | null
}

export interface VirtualListProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  readonly count: number
  readonly rowHeight: number
  readonly rowKey: (index: number) => string | number
  readonly row: (index: number) => ReactNode
  /** Stays at the top while rows scroll beneath: a header row. */
  readonly head?: ReactNode
  readonly headHeight?: number
  /** Keeps this row in the document even when out of sight: the one with the focus. */
  readonly keep?: number | null
  /** Width of the rows where they are wider than the list. */
  readonly rowWidth?: number
  /** Role and the like of the element that holds the rows. */
  readonly body?: ComponentPropsWithoutRef<'div'>
  readonly ref?: Ref<VirtualListHandle>
}

const withKept = (indexes: number[], keep: number | null, count: number): number[] =>
  keep === null || keep < 0 || keep >= count || indexes.includes(keep)
    ? indexes
    : [...indexes, keep].sort((a, b) => a - b)

export const VirtualList = (props: VirtualListProps) => {
  const { count, rowHeight, rowKey, row, head, headHeight = 0, keep = null, rowWidth, body, ref, ...rest } = props
  const element = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => element.current,
    estimateSize: () => rowHeight,
    getItemKey: rowKey,
    overscan: 4,
    scrollPaddingEnd: headHeight,
    useFlushSync: false,
    rangeExtractor: ({ startIndex, endIndex, overscan }) => {
      const first = Math.max(0, startIndex - overscan)
      const last = Math.min(count - 1, endIndex + overscan)
      return withKept(
        Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i),
        keep,
        count,
      )
    },
  })
  useImperativeHandle(ref, () => ({
    reveal: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    get element() {
      return element.current
    },
  }))
  return (
    <div {...rest} ref={element} className={classes('virtual-list', rest.className)}>
      {head}
      <div
        {...body}
        className={classes('virtual-list__rows', body?.className)}
        style={{ height: virtualizer.getTotalSize(), minWidth: rowWidth }}
      >
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            role="presentation"
            className="virtual-list__row"
            style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}
