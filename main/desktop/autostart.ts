// Starting with the user's session. macOS and Windows keep that themselves; on Linux it is a file in the autostart
// folder (freedesktop.org, Desktop Application Autostart Specification). Only an installed app does any of this.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A string of the Exec key: quoted, its special characters escaped, percent signs doubled. */
const quoted = (text: string): string =>
  `"${text
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`

export const autostartEntry = (executable: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Swiftseed',
    `Exec=${quoted(executable)}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

/** `folder` is the user's autostart folder. */
export const setLinuxAutostart = async (folder: string, executable: string, on: boolean): Promise<void> => {
  const path = join(folder, 'swiftseed.desktop')
  if (!on) return rm(path, { force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(path, autostartEntry(executable), { mode: 0o644 })
}
