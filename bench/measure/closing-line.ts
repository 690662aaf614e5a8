// The one line of JSON every benchmark closes with, and the exit code that goes with it. A bar that is not met stays
// in the output as not met.

export interface Bar {
  readonly what: string
  readonly want: string
  readonly got: string
  readonly ok: boolean
}

/** A bar on a number that must reach a floor. */
export const atLeast = (what: string, want: number, got: number): Bar => ({
  what,
  want: `>= ${want}`,
  got: Number.isFinite(got) ? got.toFixed(2) : 'nothing',
  ok: Number.isFinite(got) && got >= want,
})

/** A bar on a number that must not pass a ceiling. */
export const atMost = (what: string, want: number, got: number): Bar => ({
  what,
  want: `<= ${want}`,
  got: Number.isFinite(got) ? got.toFixed(2) : 'nothing',
  ok: Number.isFinite(got) && got <= want,
})

/** A bar on a number that must come out at `want`, give or take `part` of it. */
export const within = (what: string, want: number, part: number, got: number): Bar => ({
  what,
  want: `${want} ± ${part * 100} %`,
  got: Number.isFinite(got) ? got.toFixed(2) : 'nothing',
  ok: Math.abs(got - want) <= want * part,
})

/** ms that what was begun has to end by itself once the line is out. */
const GRACE_MS = 10_000

export const closeWith = (name: string, bars: readonly Bar[], figures: object): void => {
  const ok = bars.length > 0 && bars.every((bar) => bar.ok)
  process.stdout.write(`${JSON.stringify({ name, ok, bars, figures })}\n`)
  process.exitCode = ok ? 0 : 1
  // A connection or timer that somebody forgot must not keep a command from ending: it would look hung.
  setTimeout(() => process.exit(), GRACE_MS).unref()
}
