// A line of a table as text, by RFC 4180, for programs that open it as a spreadsheet. Invariant: nothing in it is taken
// for a formula, neither where cells are parted by commas nor where the user's country parts them by semicolons: there
// a semicolon, a tab or the end of a line in a text begins another cell.

const FORMULA = /(^|[;\t\r\n])([\s"]*)(?=[=+\-@＝＋－＠])/gu

const cell = (text: string): string => {
  const said = text.replaceAll(FORMULA, "$1$2'")
  const plain = /^[\t\r\n]/.test(said) ? `'${said}` : said
  return /[",;\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`
