// Token colours as a canvas needs them: resolved for the theme in force. Style sheets use the tokens themselves.
// Invariant: after a change of theme, of contrast or of the system's scheme the colours are read anew.

import { useEffect, useState } from 'react'

const resolve = (token: string): string => {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

const resolveAll = <K extends string>(tokens: Readonly<Record<K, string>>): Record<K, string> => {
  const out = {} as Record<K, string>
  for (const key of Object.keys(tokens) as K[]) out[key] = resolve(tokens[key])
  return out
}

const media = ['(prefers-color-scheme: dark)', '(forced-colors: active)']

/** Calls back whenever the colours may have become others. */
const onThemeChange = (listener: () => void): (() => void) => {
  const queries = media.map((query) => matchMedia(query))
  for (const query of queries) query.addEventListener('change', listener)
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => {
    observer.disconnect()
    for (const query of queries) query.removeEventListener('change', listener)
  }
}

/** `tokens` must be the same object from one render to the next. */
export const useTokenColors = <K extends string>(tokens: Readonly<Record<K, string>>): Readonly<Record<K, string>> => {
  const [colors, setColors] = useState(() => resolveAll(tokens))
  useEffect(() => onThemeChange(() => setColors(resolveAll(tokens))), [tokens])
  return colors
}
