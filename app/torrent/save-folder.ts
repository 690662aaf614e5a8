// Where a user may want torrents saved: a path that names one place, whichever folder the program was started in. Pure:
// the last word is with whoever touches the disk, and knows what system this is.

const ABSOLUTE = /^(?:\/|[a-z]:[\\/]|\\\\[^\\])/iu
const HOME = /^~(?=$|[\\/])/u

/** Absolute in the way of some system, or below the home folder. */
export const namesPlace = (folder: string): boolean =>
  (ABSOLUTE.test(folder) || HOME.test(folder)) && !folder.includes('\0')

/** `~` at the beginning stands for the home folder. */
export const expandHome = (folder: string, home: string): string => folder.replace(HOME, () => home)
