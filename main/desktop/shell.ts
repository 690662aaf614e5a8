// The desktop as the commands of a window use it (main/ipc/shell.ts), with Electron. What may be asked of it is
// checked there; here it is only done.

import { join } from 'node:path'
import { app, clipboard, dialog, shell, type BrowserWindow } from 'electron'
import type { Shell } from '../ipc/shell.ts'
import { words } from './messages.ts'

export const desktopShell = (window: BrowserWindow): Shell => ({
  chooseFolder: async (start) => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      title: words.chooseFolder,
      ...(start === null ? {} : { defaultPath: start }),
      properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
    })
    return filePaths[0] ?? null
  },
  chooseTorrentFiles: async () => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      title: words.chooseFiles,
      filters: [
        { name: words.torrentFiles, extensions: ['torrent'] },
        { name: words.allFiles, extensions: ['*'] },
      ],
      properties: ['openFile', 'multiSelections'],
    })
    return filePaths
  },
  chooseSource: async (what) => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      title: what === 'folder' ? words.chooseSourceFolder : words.chooseSourceFiles,
      properties: what === 'folder' ? ['openDirectory'] : ['openFile', 'multiSelections'],
    })
    return filePaths
  },
  chooseTorrentPath: async (suggested) => {
    const { filePath } = await dialog.showSaveDialog(window, {
      title: words.saveTorrent,
      defaultPath: suggested,
      filters: [{ name: words.torrentFiles, extensions: ['torrent'] }],
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    })
    return filePath === '' ? null : filePath
  },
  chooseCsvPath: async (name) => {
    const { filePath } = await dialog.showSaveDialog(window, {
      title: words.saveActivity,
      defaultPath: join(app.getPath('documents'), name),
      filters: [{ name: words.csvFiles, extensions: ['csv'] }],
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    })
    return filePath === '' ? null : filePath
  },
  openWebPage: (url) => shell.openExternal(url),
  trash: (path) =>
    shell.trashItem(path).then(
      () => true,
      () => false,
    ),
  open: async (path) => (await shell.openPath(path)) === '',
  showInFolder: (path) => shell.showItemInFolder(path),
  // Becomes a promise in later versions of Electron.
  copyText: async (text) => clipboard.writeText(text),
  // In development this would hand every magnet link of the system to a bare Electron.
  handleMagnets: () => app.isPackaged && app.setAsDefaultProtocolClient('magnet'),
})
