// Takes out of a log line what tells who the user is: folders of theirs become a word. Torrent names and file names
// are for the writer of the line to leave out; this is the net under them.

export interface Redaction {
  /** Absolute path of a folder of the user's. */
  readonly folder: string
  /** What stands in its place, such as `~`. */
  readonly word: string
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Either slash, once or escaped as in JSON: Windows paths appear in all these forms. */
const anySlash = (folder: string): string =>
  folder
    .split(/[/\\]+/)
    .map(escape)
    .join('[/\\\\]{1,2}')

/** `ignoreCase` where file names do. Longer folders win over the folders that hold them. */
export const redactor = (
  redactions: readonly Redaction[],
  { ignoreCase }: { ignoreCase: boolean },
): ((line: string) => string) => {
  const rules = redactions
    .map(({ folder, word }) => ({ folder: folder.toWellFormed().replace(/[/\\]+$/, ''), word }))
    .filter(({ folder }) => folder !== '')
    .toSorted((a, b) => b.folder.length - a.folder.length)
    .map(({ folder, word }) => ({
      // Stack traces name modules by URL.
      pattern: new RegExp(
        `(?:${anySlash(folder)}|${anySlash(encodeURI(folder))})(?![\\w-])`,
        ignoreCase ? 'giu' : 'gu',
      ),
      word,
    }))
  return (line) => rules.reduce((text, { pattern, word }) => text.replaceAll(pattern, () => word), line)
}
