import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLine } from './csv-line.ts'

/** As a spreadsheet reads a table: cells in quotes where a cell begins with one, else as they stand. */
const read = (csv: string, between: string): string[][] => {
  const rows: string[][] = [[]]
  let [text, quoted] = ['', false]
  const end = (): void => {
    rows.at(-1)?.push(text)
    text = ''
  }
  for (let at = 0; at < csv.length; at++) {
    const letter = csv.charAt(at)
    if (quoted && letter === '"' && csv.charAt(at + 1) === '"') text += csv.charAt(at++)
    else if (quoted && letter === '"') quoted = false
    else if (quoted) text += letter
    else if (letter === '"' && text === '') quoted = true
    else if (letter === between) end()
    else if (letter === '\n' || letter === '\r') {
      end()
      if (letter === '\r' && csv.charAt(at + 1) === '\n') at++
      rows.push([])
    } else text += letter
  }
  return rows.slice(0, -1)
}

const isFormula = (text: string): boolean => /^\s*[=+\-@＝＋－＠]/u.test(text)
const nasty = fc.array(
  fc.constantFrom('=', '+', '-', '@', '＝', ';', ',', '"', "'", '\t', '\n', '\r', ' ', '1', 'a', 'ö'),
)
const texts = fc.array(
  fc.oneof(
    nasty.map((letters) => letters.join('')),
    fc.string(),
  ),
  { minLength: 2, maxLength: 5 },
)

it('is read as the cells it was made of, but for the marks before what would be computed', () => {
  const unmarked = (text: string): string => text.replaceAll("'", '')
  fc.assert(
    fc.property(texts, (cells) => {
      expect(read(csvLine(cells), ',').map((row) => row.map(unmarked))).toEqual([cells.map(unmarked)])
    }),
  )
  expect(csvLine(['1.5', 'a "b", c', 'ö', ''])).toBe('1.5,"a ""b"", c",ö,\r\n')
})

it.each([
  ['commas', ','],
  ['semicolons', ';'],
  ['tabs', '\t'],
])('has no formula where cells are parted by %s', (_name, between) => {
  fc.assert(
    fc.property(texts, (cells) => {
      expect(read(csvLine(cells), between).flat().filter(isFormula)).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

it('marks a formula that only a semicolon would part off', () => {
  expect(csvLine(['Film;=1+1', 'x;"@A1', 'y\n-2', '=1'])).toBe(`"Film;'=1+1","x;""'@A1","y\n'-2",'=1\r\n`)
})
