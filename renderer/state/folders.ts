// Folders the user has saved torrents to, newest first: what the list itself remembers, so nothing more is stored.

import { torrents } from './torrents.ts'

const MOST = 8

/** `first` (the download folder of the settings) leads; every folder once. */
export const recentFolders = (first: string): readonly string[] => {
  const newest = [...torrents.rows.values()].sort((a, b) => b.addedAt - a.addedAt)
  return [...new Set([first, ...newest.map(({ savePath }) => savePath)])].slice(0, MOST)
}
