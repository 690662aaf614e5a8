// What a command line, a link or a file association asks of us, read as data: magnet links and names of .torrent files,
// nothing else; of web addresses only that there were some, for the user to be told. Reading the files is for
// main/desktop. Invariant: nothing that begins with a dash means anything here, and nothing names a place on the
// network.

import { MAX_LENGTH as MAX_LINK } from '../torrent/magnet.ts'

export type Opening =
  | { readonly kind: 'link'; readonly link: string }
  /** Absolute, or relative to the folder the command was given in. */
  | { readonly kind: 'file'; readonly path: string }

const LONGEST_PATH = 4_096

const UNPRINTABLE = /[\u0000-\u001f\u007f]/
const FILE_URL = /^file:\/\/(?:localhost)?(?=\/)/i

/** UNC and device paths: opening one makes Windows sign in to whoever it names. */
const namesHost = (path: string): boolean => /^[/\\]{2}/.test(path)

/** The path of a file URL as Linux file managers pass it (Exec=… %U); null where it is not plainly local. */
const pathOfUrl = (url: string): string | null => {
  try {
    const path = decodeURIComponent(url.replace(FILE_URL, ''))
    return /^\/[a-z]:/i.test(path) ? path.slice(1) : path
  } catch {
    return null
  }
}

const asFile = (argument: string): Opening | null => {
  const path = FILE_URL.test(argument) ? pathOfUrl(argument) : argument
  if (path === null || path.length > LONGEST_PATH || UNPRINTABLE.test(path) || namesHost(path)) return null
  // Any other scheme; one letter is a Windows drive.
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return null
  return /[^/\\]\.torrent$/i.test(path) ? { kind: 'file', path } : null
}

const isMagnet = (argument: string): boolean => /^magnet:\?\S+$/i.test(argument) && !UNPRINTABLE.test(argument)

/** A magnet link longer than any is: not taken, for the user to be told. */
export const isEndlessMagnet = (argument: string): boolean => isMagnet(argument) && argument.length > MAX_LINK

/** One argument, or the URL of an `open-url`; null: not for us. */
export const readOpening = (argument: string): Opening | null => {
  if (argument.startsWith('-')) return null
  if (!/^magnet:/i.test(argument)) return asFile(argument)
  return isMagnet(argument) && argument.length <= MAX_LINK ? { kind: 'link', link: argument } : null
}

/** A web address of a torrent: not followed, for whoever starts us would choose where we connect to. */
export const isWebAddress = (argument: string): boolean => /^https?:\/\/\S+$/i.test(argument)

/** The arguments without the name of the program. */
export const readArguments = (args: readonly string[]): Opening[] =>
  args.map(readOpening).filter((opening) => opening !== null)
