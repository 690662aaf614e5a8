// Two rates of the last minutes as a graph, one sample a second: download and upload, or what is paid for and what is
// free. uPlot draws; the same is said in a sentence for those who do not see it. Pointing at it reads off a moment.

import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useElementSize } from '../../components/element-size.ts'
import { useLatest } from '../../components/latest.ts'
import { useTokenColors } from '../../components/token-colors.ts'
import { formatExactRate, formatRate, formatRoundRate, type Units } from '../../format/bytes.ts'
import { formatSpan } from '../../format/times.ts'
import { messages } from '../../messages/messages.ts'
import { rateTicks } from './rate-axis.ts'
import './rates-graph.css'

/** Seconds shown. */
const SPAN = 300

const tokens = {
  download: '--download-fill',
  upload: '--upload-fill',
  speed: '--speed-fill',
  grid: '--line',
  label: '--text-3',
}
type Colors = Readonly<Record<keyof typeof tokens, string>>

export interface Rates {
  readonly name: string
  readonly tone: 'download' | 'upload' | 'speed'
  /** B/s, the newest last. */
  readonly values: Float32Array
}

interface RatesGraphProps {
  readonly first: Rates
  readonly second: Rates
  readonly units: Units
  readonly title: string
  /** Its title while a moment of the past is pointed at. */
  readonly titleBefore: (span: string) => string
  /** What it shows in a sentence: both rates now, and the most of both. */
  readonly spoken: (first: string, second: string, mostFirst: string, mostSecond: string) => string
}

const lengthOf = ({ first, second }: Pick<RatesGraphProps, 'first' | 'second'>): number =>
  Math.min(first.values.length, second.values.length, SPAN)

/** The newest sample is at 0; those before it at negative seconds. */
const toData = (first: Float32Array, second: Float32Array): uPlot.AlignedData => {
  const length = Math.min(first.length, second.length, SPAN)
  const times = Array.from({ length }, (_, index) => index - length + 1)
  return [times, first.slice(-length), second.slice(-length)]
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
  readonly tones: readonly [Rates['tone'], Rates['tone']]
  readonly units: Units
  readonly width: number
  readonly height: number
  readonly onPoint: (index: number | null) => void
}

const plotOptions = ({ colors, tones, units, width, height, onPoint }: PlotOptions): uPlot.Options => ({
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
  series: [{}, series(colors[tones[0]]), series(colors[tones[1]])],
  hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
})

/** Keeps a plot in the element: made anew for other colours or units, else given new data and sizes. */
const usePlot = ({ first, second, units }: RatesGraphProps, onPoint: (index: number | null) => void) => {
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const data = useRef<uPlot.AlignedData>([[], [], []])
  const size = useElementSize(holder)
  const latestSize = useLatest(size)
  const colors = useTokenColors(tokens)
  const { tone, values } = first
  const { tone: otherTone, values: otherValues } = second
  const fits = size !== null && size.width >= 120 && size.height >= 48
  useEffect(() => {
    if (holder.current === null || !fits || latestSize.current === null) return
    const { width, height } = latestSize.current
    const options = plotOptions({ colors, tones: [tone, otherTone], units, width, height, onPoint })
    const made = new uPlot(options, data.current, holder.current)
    plot.current = made
    return () => {
      plot.current = null
      made.destroy()
    }
  }, [colors, tone, otherTone, units, fits, onPoint, latestSize])
  useEffect(() => {
    if (size !== null && fits) plot.current?.setSize({ width: size.width, height: size.height })
  }, [size, fits])
  useEffect(() => {
    data.current = toData(values, otherValues)
    plot.current?.setData(data.current)
  }, [values, otherValues])
  return holder
}

/** What the graph says at a moment: of the newest sample, or of the one pointed at. */
const Reading = (props: RatesGraphProps & { readonly at: number | null }) => {
  const { first, second, units, title, titleBefore, at } = props
  const length = lengthOf(props)
  const index = at ?? length - 1
  return (
    <header className="rates-graph__head">
      <h2>{index < length - 1 ? titleBefore(formatSpan(length - 1 - index)) : title}</h2>
      <p className="rates-graph__reading numeric" aria-hidden>
        {[first, second].map(({ name, tone, values }) => {
          const rate = values.slice(-length)[index] ?? 0
          return (
            <span key={name} className={`rates-graph__rate rates-graph__rate--${tone}`} title={formatExactRate(rate)}>
              {name} {formatRate(rate, units)}
            </span>
          )
        })}
      </p>
    </header>
  )
}

const most = (rates: Float32Array): number => rates.reduce((a, b) => Math.max(a, b), 0)

export const RatesGraph = (props: RatesGraphProps) => {
  const { first, second, units, spoken } = props
  const [at, setAt] = useState<number | null>(null)
  const holder = usePlot(props, setAt)
  const text = spoken(
    formatRate(first.values.at(-1) ?? 0, units),
    formatRate(second.values.at(-1) ?? 0, units),
    formatRate(most(first.values), units),
    formatRate(most(second.values), units),
  )
  return (
    <section className="rates-graph">
      <Reading {...props} at={at} />
      <div ref={holder} className="rates-graph__plot" role="img" aria-label={text} />
    </section>
  )
}
