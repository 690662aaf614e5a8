// Lists of numbers that come anew each second and are mostly as they were: the same object stays for as long as its
// numbers do, so that nothing is worked out from it again.

import { useState } from 'react'

type Numbers = Uint8Array | Uint16Array

export const sameNumbers = (a: Numbers, b: Numbers): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at])

export const useSteady = <N extends Numbers>(value: N): N => {
  const [kept, keep] = useState(value)
  if (kept === value || sameNumbers(kept, value)) return kept
  keep(value)
  return value
}
