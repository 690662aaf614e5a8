// What is read out when it changes, and holds figures that tick: it stays as it was until what it is about changes.

import { useState } from 'react'

/** `value` as it was when `key` became what it is. */
export const useSettled = <T>(key: string, value: T): T => {
  const [kept, keep] = useState({ key, value })
  if (kept.key === key) return kept.value
  keep({ key, value })
  return value
}
