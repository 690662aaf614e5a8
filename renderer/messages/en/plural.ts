// Numbers and plurals inside English sentences; another language has its own. Formatters are made once: they are slow
// to make, and sentences are made for every row of the list.

const LANGUAGE = 'en'
const rules = new Intl.PluralRules(LANGUAGE)
const numbers = new Intl.NumberFormat(LANGUAGE)

interface Forms {
  readonly one: string
  readonly other: string
}

/** A whole number with its thousands separated: `12,400`. */
export const number = (n: number): string => numbers.format(n)

/** The word for that many, without the number. */
export const pluralWord = (n: number, forms: Forms): string => (rules.select(n) === 'one' ? forms.one : forms.other)

/** The number and its word: `plural(2, { one: 'peer', other: 'peers' })` is `2 peers`. */
export const plural = (n: number, forms: Forms): string => `${number(n)} ${pluralWord(n, forms)}`
