// The rates of the last minutes as a graph: download and upload over time, one sample a second. uPlot draws; the same
// is said in a sentence for those who do not see it. Pointing at it reads off a moment.

import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useElementSize } from '../../components/element-size.ts'
import { useLatest } from '../../components/latest.ts'
import { useTokenColors } from '../../components/token-colors.ts'
import { formatExactRate, formatRate, formatRoundRate, type Units } from '../../format/bytes.ts'
import { formatSpan } from '../../format/times.ts'
import { messages, useMessages } from '../../messages/messages.ts'
import { rateTicks } from './rate-axis.ts'
import './rates-graph.css'

/** Seconds shown. */
const SPAN = 300

const tokens = {
  down: '--download-fill',
  up: '--upload-fill',
  grid: '--line',
  label: '--text-3',
}
type Colors = Readonly<Record<keyof typeof tokens, string>>

interface RatesGraphProps {
  readonly down: Float32Array
  readonly up: Float32Array
  readonly units: Units
}

/** The newest sample is at 0; those before it at negative seconds. */
const toData = (down: Float32Array, up: Float32Array): uPlot.AlignedData => {
  const length = Math.min(down.length, up.length, SPAN)
  const times = Array.from({ length }, (_, index) => index - length + 1)
  return [times, down.slice(-length), up.slice(-length)]
}

const series = (color: string): uPlot.Series => ({
  stroke: color,
  width: 1.5,
  fill: `color-mix(in srgb, ${color} 14%, transparent)`,
  points: { show: false },
})

const axisFont = '11px "Inter Variable", system-ui, sans-serif'

const timeLabel = (seconds: number): string => {
  const words = messages().overview
  return seconds === 0 ? words.ratesNow : words.ratesAgo(Math.round(-seconds / 60))
}

const axes = (colors: Colors, units: Units): uPlot.Axis[] => [
  {
    stroke: colors.label,
    font: axisFont,
    size: 24,
    gap: 4,
    grid: { show: false },
    ticks: { show: false },
    splits: [-SPAN + 1, -240, -180, -120, -60, 0],
    values: (_, splits) => splits.map(timeLabel),
  },
  {
    stroke: colors.label,
    font: axisFont,
    size: 68,
    gap: 6,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { show: false },
    splits: (_, __, ___, top) => rateTicks(top, units),
    values: (_, splits) => splits.map((rate) => (rate === 0 ? '0' : formatRoundRate(rate, units))),
  },
]

interface PlotOptions {
  readonly colors: Colors
  readonly units: Units
  readonly width: number
  readonly height: number
  readonly onPoint: (index: number | null) => void
}

const plotOptions = ({ colors, units, width, height, onPoint }: PlotOptions): uPlot.Options => ({
  width,
  height,
  padding: [6, 12, 0, 0],
  legend: { show: false },
  cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
  scales: {
    x: { time: false, range: [-SPAN + 1, 0] },
    y: { range: (_, __, most) => [0, rateTicks(most, units).at(-1) ?? most] },
  },
  axes: axes(colors, units),
  series: [{}, series(colors.down), series(colors.up)],
  hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
})

/** Keeps a plot in the element: made anew for other colours or units, else given new data and sizes. */
const usePlot = ({ down, up, units }: RatesGraphProps, onPoint: (index: number | null) => void) => {
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const data = useRef<uPlot.AlignedData>([[], [], []])
  const size = useElementSize(holder)
  const latestSize = useLatest(size)
  const colors = useTokenColors(tokens)
  const fits = size !== null && size.width >= 120 && size.height >= 48
  useEffect(() => {
    if (holder.current === null || !fits || latestSize.current === null) return
    const { width, height } = latestSize.current
    const made = new uPlot(plotOptions({ colors, units, width, height, onPoint }), data.current, holder.current)
    plot.current = made
    return () => {
      plot.current = null
      made.destroy()
    }
  }, [colors, units, fits, onPoint, latestSize])
  useEffect(() => {
    if (size !== null && fits) plot.current?.setSize({ width: size.width, height: size.height })
  }, [size, fits])
  useEffect(() => {
    data.current = toData(down, up)
    plot.current?.setData(data.current)
  }, [down, up])
  return holder
}

/** What the graph says at a moment: of the newest sample, or of the one pointed at. */
const Reading = ({ down, up, units, at }: RatesGraphProps & { readonly at: number | null }) => {
  const words = useMessages().overview
  const length = Math.min(down.length, up.length, SPAN)
  const index = at ?? length - 1
  const [downRate, upRate] = [down.slice(-length)[index] ?? 0, up.slice(-length)[index] ?? 0]
  return (
    <header className="rates-graph__head">
      <h2>{index < length - 1 ? words.ratesBefore(formatSpan(length - 1 - index)) : words.rates}</h2>
      <p className="rates-graph__reading numeric" aria-hidden>
        <span className="rates-graph__down" title={formatExactRate(downRate)}>
          {words.ratesLegendDown} {formatRate(downRate, units)}
        </span>
        <span className="rates-graph__up" title={formatExactRate(upRate)}>
          {words.ratesLegendUp} {formatRate(upRate, units)}
        </span>
      </p>
    </header>
  )
}

const most = (rates: Float32Array): number => rates.reduce((a, b) => Math.max(a, b), 0)

export const RatesGraph = (props: RatesGraphProps) => {
  const words = useMessages().overview
  const { down, up, units } = props
  const [at, setAt] = useState<number | null>(null)
  const holder = usePlot(props, setAt)
  const spoken = words.ratesSpoken(
    formatRate(down.at(-1) ?? 0, units),
    formatRate(up.at(-1) ?? 0, units),
    formatRate(most(down), units),
    formatRate(most(up), units),
  )
  return (
    <section className="rates-graph">
      <Reading {...props} at={at} />
      <div ref={holder} className="rates-graph__plot" role="img" aria-label={spoken} />
    </section>
  )
}
