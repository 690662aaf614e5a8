// A desktop that remembers what it was asked to do and answers as told.

import type { Shell } from '../shell.ts'

export class FakeShell implements Shell {
  readonly done: string[] = []
  folder: string | null = '/chosen'
  files: readonly string[] = []
  source: readonly string[] = []
  torrentPath: string | null = null
  csvPath: string | null = null
  hasTrash = true
  opens = true
  /** Moves what is trashed out of the way. */
  onTrash: (path: string) => Promise<void> = () => Promise.resolve()

  chooseFolder(start: string | null): Promise<string | null> {
    this.done.push(`chooseFolder ${start}`)
    return Promise.resolve(this.folder)
  }
  chooseTorrentFiles(): Promise<readonly string[]> {
    return Promise.resolve(this.files)
  }
  chooseSource(): Promise<readonly string[]> {
    return Promise.resolve(this.source)
  }
  chooseTorrentPath(suggested: string): Promise<string | null> {
    this.done.push(`chooseTorrentPath ${suggested}`)
    return Promise.resolve(this.torrentPath)
  }
  chooseCsvPath(name: string): Promise<string | null> {
    this.done.push(`chooseCsvPath ${name}`)
    return Promise.resolve(this.csvPath)
  }
  openWebPage(url: string): Promise<void> {
    this.done.push(`openWebPage ${url}`)
    return Promise.resolve()
  }
  async trash(path: string): Promise<boolean> {
    if (!this.hasTrash) return false
    this.done.push(`trash ${path}`)
    await this.onTrash(path)
    return true
  }
  open(path: string): Promise<boolean> {
    this.done.push(`open ${path}`)
    return Promise.resolve(this.opens)
  }
  showInFolder(path: string): void {
    this.done.push(`show ${path}`)
  }
  copyText(text: string): Promise<void> {
    this.done.push(`copy ${text}`)
    return Promise.resolve()
  }
  handleMagnets(): boolean {
    this.done.push('handleMagnets')
    return true
  }
}
