// Keys that work anywhere in the window, and pasting outside of text fields. Keys of the list are the list's own.

import { useEffect } from 'react'
import { addFiles, addText, chooseFiles } from '../../state/adding.ts'
import { openPalette, showView, useUi } from '../../state/ui.ts'
import { isMain } from './platform.ts'

/** The id of the search field, which Ctrl+F goes to. */
export const SEARCH_ID = 'search'

export const focusSearch = (): void => {
  showView('torrents')
  requestAnimationFrame(() => {
    const field = document.getElementById(SEARCH_ID)
    if (field instanceof HTMLInputElement) field.select()
  })
}

const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null

const dialogIsOpen = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null

const paletteIsOpen = (): boolean => useUi.getState().paletteOpen

const keys: Readonly<Record<string, () => void>> = {
  f: focusSearch,
  n: () => showView('create'),
  o: chooseFiles,
  k: () => openPalette(!paletteIsOpen()),
  ',': () => showView('settings'),
}

const onKeyDown = (event: KeyboardEvent): void => {
  const run = isMain(event) && !event.altKey && !event.shiftKey ? keys[event.key.toLowerCase()] : undefined
  if (run === undefined || (dialogIsOpen() && !(event.key.toLowerCase() === 'k' && paletteIsOpen()))) return
  event.preventDefault()
  run()
}

const onPaste = (event: ClipboardEvent): void => {
  if (takesText(event.target) || dialogIsOpen() || event.clipboardData === null) return
  event.preventDefault()
  const files = [...event.clipboardData.files]
  if (files.length > 0) void addFiles(files)
  else void addText(event.clipboardData.getData('text/plain'))
}

export const useShortcuts = (): void =>
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('paste', onPaste)
    }
  }, [])
