// How many upload slots there are when the user set no number: more for a faster line, as each needs enough to matter.

/** With nothing known of the line. */
const UNKNOWN = 20
const FEWEST = 4
const MOST = 100
/** Changes of a measured rate below this part are not worth choking somebody for. */
const STEADY = 0.2

/** `rate`: the upload limit, or what the line was seen to do, B/s. Mainline's rule of thumb: √(0.6 × kB/s). */
export const automaticSlots = (rate: number | null): number =>
  rate === null ? UNKNOWN : Math.max(FEWEST, Math.min(MOST, Math.round(Math.sqrt((rate / 1000) * 0.6))))

/** The former number, until the new one differs enough. */
export const steadySlots = (former: number, next: number): number =>
  Math.abs(next - former) > former * STEADY ? next : former
