// Gives the keyboard to the list.

export const LIST_ID = 'torrent-list'

export const focusList = (): void => document.getElementById(LIST_ID)?.focus()
