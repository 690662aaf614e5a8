// The pieces bar and the availability bar, drawn on canvases at the screen's own resolution. What they show is also
// said in words beside them; the numbers per column are piece-columns.ts's.

import { useEffect, useRef } from 'react'
import { useElementSize, type ElementSize } from '../../components/element-size.ts'
import { useTokenColors } from '../../components/token-colors.ts'
import { availabilityStrength, haveColumns, rarestColumns } from './piece-columns.ts'

type Paint = (context: CanvasRenderingContext2D, columns: number, height: number) => void

const prepare = (canvas: HTMLCanvasElement, size: ElementSize): CanvasRenderingContext2D | null => {
  canvas.width = Math.round(size.width * size.ratio)
  canvas.height = Math.round(size.height * size.ratio)
  return canvas.getContext('2d')
}

const Bar = ({ label, paint, className }: { label: string; paint: Paint; className: string }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useElementSize(canvas)
  useEffect(() => {
    if (canvas.current === null || size === null || size.width === 0) return
    const context = prepare(canvas.current, size)
    if (context) paint(context, canvas.current.width, canvas.current.height)
  }, [paint, size])
  return <canvas ref={canvas} className={className} role="img" aria-label={label} />
}

const pieceTokens = { bed: '--track', have: '--download-fill', done: '--upload-fill' }

/** Filled where we have the pieces, in the colour of the torrent's direction. */
export const PiecesBar = (props: { have: Uint8Array; complete: boolean; label: string }) => {
  const colors = useTokenColors(pieceTokens)
  const paint: Paint = (context, columns, height) => {
    context.fillStyle = colors.bed
    context.fillRect(0, 0, columns, height)
    context.fillStyle = props.complete ? colors.done : colors.have
    for (const [column, share] of haveColumns(props.have, columns).entries()) {
      if (share === 0) continue
      context.globalAlpha = share
      context.fillRect(column, 0, 1, height)
    }
  }
  return <Bar label={props.label} paint={paint} className="piece-bar" />
}

const availabilityTokens = { bed: '--track', some: '--idle-fill', none: '--danger-fill' }

/** Darker where more peers have the rarest piece; marked where nobody has it and we lack it. Empty: no peer to ask. */
export const AvailabilityBar = (props: { have: Uint8Array; availability: Uint8Array; label: string }) => {
  const colors = useTokenColors(availabilityTokens)
  const paint: Paint = (context, columns, height) => {
    context.fillStyle = colors.bed
    context.fillRect(0, 0, columns, height)
    if (props.availability.length === 0) return
    const have = haveColumns(props.have, columns)
    for (const [column, peers] of rarestColumns(props.availability, columns).entries()) {
      if (peers === 0 && have[column] === 1) continue
      context.globalAlpha = peers === 0 ? 1 : availabilityStrength(peers)
      context.fillStyle = peers === 0 ? colors.none : colors.some
      context.fillRect(column, 0, 1, height)
    }
  }
  return <Bar label={props.label} paint={paint} className="piece-bar piece-bar--thin" />
}
