// Remembers where the window was, how large, and its zoom, in a file of the profile. A convenience: when the file is
// missing, damaged or cannot be written, the window opens in its usual place.

import { readFile } from 'node:fs/promises'
import { screen, type BrowserWindow } from 'electron'
import { placeWindow, type Placement } from '../../app/desktop/bounds.ts'
import { writeAtomically } from '../settings/atomic-file.ts'

const stored = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown
  } catch {
    return null
  }
}

export const readPlacement = async (path: string): Promise<Placement> => {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return placeWindow(await stored(path), [primary.workArea, ...others.map(({ workArea }) => workArea)])
}

export const writePlacement = async (path: string, window: BrowserWindow): Promise<void> => {
  const placement: Placement = {
    bounds: window.getNormalBounds(),
    maximised: window.isMaximized(),
    zoom: window.webContents.getZoomLevel(),
  }
  await writeAtomically(path, `${JSON.stringify(placement)}\n`).catch(() => undefined)
}
