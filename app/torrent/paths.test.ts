import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldName, MAX_NAME_BYTES, rootName, safeElement, safeName, safePaths } from './paths.ts'
import type { TorrentId } from './row.ts'

const id = '0123456789abcdef0123456789abcdef01234567' as TorrentId
const size = (text: string): number => new TextEncoder().encode(text).length
const paths = (...raw: string[][]): string[] => {
  const safe = safePaths(raw)
  if (!safe.ok) throw new Error(safe.error)
  return safe.value.map((path) => path.join('/'))
}

/** Names made of what has hurt some client once. */
const piece = fc.constantFrom(
  ...[
    'a',
    'A',
    'ß',
    'ss',
    'é',
    'e\u0301',
    'ﬁ',
    'K',
    '\u212a',
    '😀',
    'x'.repeat(120),
    '漢'.repeat(50),
    'con',
    'NUL',
    'com¹',
  ],
  ...[
    '.',
    '..',
    ' ',
    '/',
    '\\',
    ':',
    '?',
    '*',
    '\0',
    '\n',
    '\u202e',
    '\u200b',
    '\ud800',
    '\u0301',
    '.txt',
    '.part',
    ' (1)',
    '~',
  ],
)
const hostileName = fc.oneof(
  { weight: 5, arbitrary: fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
)
const hostilePath = fc.array(hostileName, { maxLength: 4 })
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i

const isPlainName = (name: string): boolean =>
  name !== '' &&
  !/[\u0000-\u001f\u007f-\u009f/\\<>:"|?*\u202a-\u202e\u200b-\u200f\ufeff]/.test(name) &&
  !/^[ .]|[ .]$/.test(name) &&
  !DEVICE.test(name) &&
  name.isWellFormed() &&
  name.normalize('NFC') === name &&
  size(name) <= MAX_NAME_BYTES

const folds = [(text: string) => text.toLowerCase(), (text: string) => text.toUpperCase().normalize('NFKC'), foldName]

/** Files that would be one with another, with one that is incomplete, or with a folder, on a disk that folds names. */
const clashes = (list: readonly (readonly string[])[], fold: (text: string) => string): string[] => {
  const files = list.map((path) => fold(path.join('/')))
  const folders = new Set(
    list.flatMap((path) => path.slice(1).map((_, depth) => fold(path.slice(0, depth + 1).join('/')))),
  )
  const used = new Set<string>()
  return files.filter((file) => {
    const names = [file, fold(`${file}.part`)]
    const clash = names.some((name) => used.has(name) || folders.has(name))
    for (const name of names) used.add(name)
    return clash
  })
}

describe('a name in a path', () => {
  it.each([
    ['', null],
    ['.', null],
    ['..', '__'],
    ['...', '_'],
    ['/', '_'],
    ['/etc', 'etc'],
    ['..\\..\\x', 'x'],
    ['a/../b', 'a..b'],
    ['abc....def', 'abc....def'],
    ['C:', 'C_'],
    ['a?b', 'a_b'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['a\0b\x1fc\x7fd\x85e', 'a_b_c_d_e'],
    [' .name. ', 'name'],
    ['con', '_con'],
    ['NUL.tar.gz', '_NUL.tar.gz'],
    ['Com¹ .txt', '_Com¹ .txt'],
    ['console', 'console'],
    ['e\u0301', 'é'],
    ['e/\u0301', 'é'],
    ['\ud800', '_'],
    ['\u200b', '_'],
    [`con${' '.repeat(300)}x.txt`, '_con.txt'],
    ['plain name (2024).mkv', 'plain name (2024).mkv'],
  ])('%j becomes %j', (raw, safe) => {
    expect(safeElement(raw)).toBe(safe)
  })

  it('keeps its extension when it is too long, and cuts between characters', () => {
    expect(safeElement(`${'漢'.repeat(200)}.mkv`)).toBe(`${'漢'.repeat(82)}.mkv`)
    expect(safeElement('x'.repeat(300))).toBe('x'.repeat(250))
    expect(safeElement(`x.${'y'.repeat(300)}`)).toBe(`x.${'y'.repeat(248)}`)
  })

  it.each([
    ['spaces inside', `a${' '.repeat(5_000_000)}b`],
    ['dots inside', `a${'.'.repeat(5_000_000)}b`],
    ['marks to be put in order', `a${'\u0315\u0300'.repeat(2_500_000)}`],
    ['what cannot be seen', '\u202e'.repeat(5_000_000)],
    ['pairs', '😀'.repeat(2_500_000)],
  ])('takes no longer than its length: %s', (_, raw) => {
    const started = performance.now()
    expect(isPlainName(safeElement(raw) ?? '')).toBe(true)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('is plain and stays as it is when made safe again, whatever it was', () => {
    fc.assert(
      fc.property(hostileName, (raw) => {
        const safe = safeElement(raw)
        if (safe === null) return
        expect(isPlainName(safe)).toBe(true)
        expect(safeElement(safe)).toBe(safe)
      }),
      { numRuns: 20_000 },
    )
  })
})

describe('the paths of a torrent', () => {
  it('never create levels out of separators and skip elements that name nothing', () => {
    expect(paths(['/', '/', 'bar'])).toEqual(['_/_/bar'])
    expect(paths(['..', 'bar'])).toEqual(['__/bar'])
    expect(paths(['a', '', '.', 'b'])).toEqual(['a/b'])
    expect(paths([], ['.'], ['', ''])).toEqual(['_', '_ (1)', '_ (2)'])
  })

  it('number what would be one file where case and normal form do not count', () => {
    expect(paths(['foo', 'bar.txt'], ['foo', 'bar.txt'], ['Foo', 'BAR.txt'])).toEqual([
      'foo/bar.txt',
      'foo/bar (1).txt',
      'Foo/BAR (2).txt',
    ])
    expect(paths(['straße'], ['STRASSE'], ['a?b'], ['a*b'])).toEqual(['straße', 'STRASSE (1)', 'a_b', 'a_b (1)'])
    expect(paths(['\u00e9'], ['e\u0301'])).toEqual(['é', 'é (1)'])
  })

  it('keep files apart from folders, and from the names of incomplete files', () => {
    expect(paths(['A'], ['a', 'b'])).toEqual(['A (1)', 'a/b'])
    expect(paths(['a'], ['a.part'])).toEqual(['a', 'a (1).part'])
    expect(paths(['a.part'], ['a'])).toEqual(['a.part', 'a (1)'])
    expect(paths(['a'], ['a.part', 'b'])).toEqual(['a (1)', 'a.part/b'])
  })

  it('are refused when they are too many levels deep, too long, or too often the same', () => {
    expect(safePaths([Array<string>(101).fill('a')])).toEqual({ ok: false, error: 'too-deep' })
    expect(safePaths([Array<string>(100).fill('a')])).toMatchObject({ ok: true })
    expect(safePaths([Array<string>(20).fill('x'.repeat(200))])).toEqual({ ok: false, error: 'path-too-long' })
    expect(safePaths(Array.from({ length: 31 }, () => ['same']))).toMatchObject({ ok: true })
    expect(safePaths(Array.from({ length: 40 }, () => ['same']))).toEqual({ ok: false, error: 'too-many-duplicates' })
  })

  it('stay in the root, plain and apart from each other, whatever the torrent says', () => {
    let names = 0
    fc.assert(
      fc.property(fc.array(hostilePath, { minLength: 6, maxLength: 24 }), (raw) => {
        const safe = safePaths(raw)
        if (!safe.ok) throw new Error(safe.error)
        names += raw.flat().length
        expect(safe.value.filter((path) => path.length === 0 || !path.every(isPlainName))).toEqual([])
        for (const fold of folds) expect(clashes(safe.value, fold)).toEqual([])
        expect(safePaths(safe.value)).toEqual(safe)
      }),
      { numRuns: 4_000 },
    )
    expect(names).toBeGreaterThan(100_000)
  }, 60_000)
})

describe('the root of a torrent', () => {
  it.each(['', '.', '..', '...', ' / ', '\u202e', '\\'])('is named by the infohash where the name is %j', (name) => {
    expect(safeName(name, id)).toBe(id)
    expect(rootName(name, id, () => false)).toBe(id)
  })

  it('keeps its name while nothing else has it, and says its infohash when something has', () => {
    expect(rootName('Film', id, () => false)).toBe('Film')
    expect(rootName('Film', id, (name) => name === 'Film')).toBe('Film [01234567]')
    expect(rootName('Film', id, (name) => name.length < 20)).toBe(`Film [${id}]`)
    expect(rootName('Film', id, (name) => !name.endsWith('(2)'))).toBe(`Film [${id}] (2)`)
    expect(rootName('a/b', id, () => true)).toContain(id)
  })

  it('keeps the extension of a single file', () => {
    expect(rootName('film.mkv', id, (name) => name === 'film.mkv', true)).toBe('film [01234567].mkv')
    expect(rootName('v1.0', id, (name) => name === 'v1.0')).toBe('v1.0 [01234567]')
  })

  it('is always a plain name', () => {
    fc.assert(
      fc.property(hostileName, fc.boolean(), fc.nat(4), (raw, single, uses) => {
        let left = uses
        const name = rootName(raw, id, () => left-- > 0, single)
        expect(isPlainName(name)).toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })
})
