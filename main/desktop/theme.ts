// Light or dark: tells Chromium what the user chose, and the window which colour it has before the page is painted.

import { nativeTheme, type BrowserWindow } from 'electron'
import type { Settings } from '../../app/settings/settings.ts'

/** `--chrome` of renderer/styles/tokens.css. */
const CHROME = { light: '#f4f4f6', dark: '#161719' } as const

export const applyTheme = ({ look }: Settings): void => {
  nativeTheme.themeSource = look.theme
}

export const backgroundColour = (): string => (nativeTheme.shouldUseDarkColors ? CHROME.dark : CHROME.light)

/** What shows while a window grows faster than its page is drawn. */
export const followTheme = (window: BrowserWindow): (() => void) => {
  const follow = (): void => window.setBackgroundColor(backgroundColour())
  nativeTheme.on('updated', follow)
  return () => nativeTheme.off('updated', follow)
}
