// What the commands of a window need of the desktop. Implemented with Electron in main/desktop/shell.ts, by fakes in
// tests. Paths are absolute; nothing here checks them.

export interface Shell {
  /** Null when the dialog was left without choosing. */
  chooseFolder(start: string | null): Promise<string | null>
  chooseTorrentFiles(): Promise<readonly string[]>
  /** What a torrent is to be made of: files of one folder, or a folder. Empty when the dialog was left. */
  chooseSource(what: 'files' | 'folder'): Promise<readonly string[]>
  /** Where to save a .torrent; the system has asked about overwriting. Null when the dialog was left. */
  chooseTorrentPath(suggested: string): Promise<string | null>
  /** Where to save a table; null when the dialog was left. */
  chooseCsvPath(name: string): Promise<string | null>
  /** In the system's browser: only addresses we made ourselves. */
  openWebPage(url: string): Promise<void>
  /** False when the system could not move it there; it is then where it was. */
  trash(path: string): Promise<boolean>
  /** False when no program took it. */
  open(path: string): Promise<boolean>
  showInFolder(path: string): void
  copyText(text: string): Promise<void>
  handleMagnets(): boolean
}
